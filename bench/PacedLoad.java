import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Load at a fixed rate, whatever the other side does (open loop): request n is due at n / rate,
/// and its latency counts from when it was due. Each carries its number in the header
/// `X-Bench-Seq`.
final class PacedLoad implements AutoCloseable {
  static final int CONNECTIONS = 64;
  static final String SEQUENCE = "X-Bench-Seq";

  private static final int DIGITS = 10;
  private static final int MAX_REQUESTS = 4_000_000;
  private static final int MAX_ANSWER = 16_384;
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final InetSocketAddress address;
  private final byte[] template;
  private final int digitsAt;
  private final double intervalNanos;
  private final LinkedBlockingQueue<Connection> free = new LinkedBlockingQueue<>();
  private final Selector selector = Selector.open();
  private final long[] sentAt;
  private final long[] answeredAt;
  private final Thread sender = Thread.ofPlatform().name("sender").unstarted(this::send);
  private final Thread receiver = Thread.ofPlatform().name("receiver").unstarted(this::receive);
  private long startedAt;
  private volatile int sent;
  private final AtomicInteger settled = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile boolean stopping;
  private volatile boolean done;
  private volatile IOException failure;

  /// @param limit the most requests that are sent
  PacedLoad(int port, String path, String key, double rate, int limit) throws IOException {
    this.address = new InetSocketAddress("127.0.0.1", port);
    this.intervalNanos = 1e9 / rate;
    int size = Math.min(limit, MAX_REQUESTS);
    this.sentAt = new long[size];
    this.answeredAt = new long[size];
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\n"
            + (key.isEmpty() ? "" : "Authorization: Api-Key " + key + "\r\n")
            + "Content-Type: application/json\r\nContent-Length: "
            + Wrk.BODY.length()
            + "\r\n"
            + SEQUENCE
            + ": ";
    this.digitsAt = head.length();
    this.template =
        (head + "0".repeat(DIGITS) + "\r\n\r\n" + Wrk.BODY).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(new Connection());
    }
  }

  void start() {
    startedAt = System.nanoTime();
    receiver.start();
    sender.start();
  }

  int sent() {
    return sent;
  }

  /// Requests that were not answered with 200, or not at all. Final once stopped.
  int lost() {
    return lost.get();
  }

  /// Nano clock right before request `n` was written.
  long sentAt(int n) {
    return sentAt[n];
  }

  /// Latencies, from when each was due, of the answered requests from `first` on.
  Stats latencyNanos(int first) {
    long[] nanos = new long[sent - first];
    int count = 0;
    for (int n = first; n < sent; n++) {
      if (answeredAt[n] != 0) {
        nanos[count++] = answeredAt[n] - dueAt(n);
      }
    }
    return Stats.of(Arrays.copyOf(nanos, count));
  }

  /// Requests a second that were sent.
  double rate() {
    return sent < 2 ? 0 : (sent - 1) * 1e9 / (sentAt[sent - 1] - sentAt[0]);
  }

  /// Waits until all requests up to the limit are sent, then as [#stop].
  void finish() throws IOException, InterruptedException {
    sender.join();
    stop();
  }

  /// Stops sending, waits up to 10 s for what is under way, and counts the rest as lost.
  void stop() throws IOException, InterruptedException {
    stopping = true;
    sender.join();
    long end = System.nanoTime() + DRAIN_NANOS;
    while (failure == null && settled.get() < sent && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    done = true;
    selector.wakeup();
    receiver.join();
    lost.addAndGet(sent - settled.getAndSet(sent));
    close();
    if (failure != null) {
      throw new IllegalStateException(
          "the load broke off after " + sent + " requests: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    done = true;
    if (!selector.isOpen()) {
      return;
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private long dueAt(int n) {
    return startedAt + (long) (n * intervalNanos);
  }

  private void send() {
    try {
      for (int n = 0; n < sentAt.length && !stopping; n++) {
        for (long left = dueAt(n) - System.nanoTime();
            left > 0;
            left = dueAt(n) - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        Connection connection = null;
        while (connection == null && !stopping) {
          connection = free.poll(100, TimeUnit.MILLISECONDS);
          if (connection == null && System.nanoTime() - dueAt(n) > STUCK_NANOS) {
            fail(new IOException("all connections wait for their answers"));
          }
        }
        if (connection != null) {
          sentAt[n] = System.nanoTime();
          sent = n + 1;
          connection.send(n);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void receive() {
    try {
      while (!done) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          ((Connection) key.attachment()).receive();
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    failure = e;
    stopping = true;
    done = true;
  }

  private final class Connection {
    private final ByteBuffer request = ByteBuffer.allocateDirect(template.length);
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER);
    private SocketChannel channel;
    private int number = -1;

    Connection() throws IOException {
      request.put(template);
      open();
    }

    private void open() throws IOException {
      answer.clear();
      channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      selector.wakeup();
    }

    synchronized void send(int n) throws IOException {
      number = n;
      for (int i = DIGITS - 1, rest = n; i >= 0; i--, rest /= 10) {
        request.put(digitsAt + i, (byte) ('0' + rest % 10));
      }
      request.rewind();
      try {
        while (request.hasRemaining()) {
          channel.write(request);
        }
      } catch (IOException e) {
        renew(false);
      }
    }

    synchronized void receive() throws IOException {
      int read;
      try {
        read = channel.read(answer);
      } catch (IOException e) {
        read = -1;
      }
      if (read < 0) {
        renew(false);
      } else if (number >= 0 && Answers.isWhole(answer)) {
        boolean good = Answers.status(answer) == 200;
        if (Answers.isLast(answer)) {
          renew(good);
        } else {
          answer.clear();
          settle(good);
        }
      }
    }

    private void renew(boolean good) throws IOException {
      channel.close();
      open();
      if (number >= 0) {
        settle(good);
      }
    }

    private void settle(boolean good) {
      if (good) {
        answeredAt[number] = System.nanoTime();
      } else {
        lost.incrementAndGet();
      }
      number = -1;
      settled.incrementAndGet();
      free.add(this);
    }
  }
}
