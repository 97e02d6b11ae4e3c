import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/// A model that writes down when each numbered request reached this machine's kernel, as an interval
/// of the monotonic clock that no scheduling can falsify.
///
/// One thread asks the kernel again and again which sockets have something to read. What was there
/// before such a question began is in its answer. So a request that one question did not show and
/// the next one did came after the beginning of the former: that is the interval's lower end. The
/// upper end is when it was read, which may be late on a busy machine.
///
/// The header x-mode: hold-MILLIS makes the only thread sleep that long before it answers, so that
/// meanwhile nobody is answered, probes neither: a model that infers on one thread.
///
/// A body with "slow" in it takes 300 ms, as does the header x-mode: slow; one with "fail_once" in it
/// is answered 500 the first time that its request id is seen.
public final class RecordingModel {
  /// More where many replicas share a machine: the intervals become longer, and stay true.
  private static final long QUESTION_MILLIS =
      Long.parseLong(System.getenv().getOrDefault("RECORD_QUESTION_MILLIS", "1"));

  private static final String BODY = "{\"ok\":true}";
  private static final byte[] WHOLE =
      "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(BODY.length(), BODY).getBytes(US_ASCII);
  private static final byte[] BROKEN =
      "HTTP/1.1 500 Broken\r\nContent-Length: 6\r\n\r\nbroken".getBytes(US_ASCII);
  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] CHUNK =
      "%x\r\n%s\r\n".formatted(BODY.length(), BODY).getBytes(US_ASCII);
  private static final byte[] END = "0\r\n\r\n".getBytes(US_ASCII);

  private record Later(long at, Connection to, byte[] bytes) {}

  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::at));
  private final Set<String> failed = new HashSet<>();
  private final PrintWriter record;
  private long question;
  private long questionBefore;

  private RecordingModel(PrintWriter record) {
    this.record = record;
  }

  static void main() throws IOException {
    Path dir = Path.of(System.getenv("RECORD_DIR"));
    Files.createDirectories(dir);
    String name = System.getenv("SLIPWAY_DEPLOYMENT") + "-" + System.getenv("SLIPWAY_REPLICA");
    var record = new PrintWriter(new FileWriter(dir.resolve(name).toFile(), true), false);
    record.println("start " + ProcessHandle.current().pid());
    record.flush();
    new RecordingModel(record).serve(Integer.parseInt(System.getenv("PORT")));
  }

  private void serve(int port) throws IOException {
    try (var selector = Selector.open();
        var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", port), 512);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println("INFO recording model listens on " + port);
      while (true) {
        questionBefore = question;
        question = System.nanoTime();
        selector.select(QUESTION_MILLIS);
        for (SelectionKey key : selector.selectedKeys()) {
          handle(selector, key);
        }
        selector.selectedKeys().clear();
        sendWhatIsDue();
        record.flush();
      }
    }
  }

  private void handle(Selector selector, SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
      channel.configureBlocking(false);
      channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, new Connection(channel, questionBefore));
      return;
    }
    var connection = (Connection) key.attachment();
    try {
      connection.read();
    } catch (IOException e) {
      connection.channel.close();
    }
  }

  private void sendWhatIsDue() throws IOException {
    long now = System.nanoTime();
    while (!later.isEmpty() && later.peek().at() - now <= 0) {
      Later next = later.poll();
      try {
        next.to().write(next.bytes());
      } catch (IOException e) {
        next.to().channel.close();
      }
    }
  }

  private final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16_384);
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private long notBefore;

    Connection(SocketChannel channel, long accepted) {
      this.channel = channel;
      this.notBefore = accepted;
    }

    void read() throws IOException {
      if (channel.read(in) < 0) {
        channel.close();
        return;
      }
      // A new connection's first bytes may have come with it, before it was asked about.
      long from = notBefore != 0 ? notBefore : questionBefore;
      notBefore = 0;
      String text = new String(in.array(), 0, in.position(), US_ASCII);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0) {
        notBefore = from;
        return;
      }
      String length = header(text, "content-length", "0");
      int end = head + 4 + Integer.parseInt(length);
      if (text.length() < end) {
        notBefore = from;
        return;
      }
      in.clear();
      answer(text, from);
    }

    private void answer(String text, long from) throws IOException {
      if (!text.startsWith("POST")) {
        write(WHOLE);
        return;
      }
      String id = header(text, "x-baseten-request-id", "-");
      record.println(
          header(text, "x-number", "0") + " " + from + " " + System.nanoTime() + " " + id);
      if (text.contains("\"fail_once\"") && failed.add(id)) {
        write(BROKEN);
        return;
      }
      String mode = header(text, "x-mode", text.contains("\"slow\"") ? "slow" : "quick");
      if (mode.startsWith("hold-")) {
        hold(Long.parseLong(mode.substring("hold-".length())));
        write(WHOLE);
        return;
      }
      long now = System.nanoTime();
      switch (mode) {
        case "slow" -> later.add(new Later(now + 300_000_000L, this, WHOLE));
        case "stream" -> {
          write(HEAD);
          for (int i = 0; i < 5; i++) {
            later.add(new Later(now + i * 100_000_000L, this, CHUNK));
          }
          later.add(new Later(now + 500_000_000L, this, END));
        }
        default -> write(WHOLE);
      }
    }

    private void hold(long millis) {
      record.flush();
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// Answers are small: what a socket does not take at once goes out with the next write.
    void write(byte[] bytes) throws IOException {
      out.add(ByteBuffer.wrap(bytes));
      while (!out.isEmpty()) {
        channel.write(out.peek());
        if (out.peek().hasRemaining()) {
          return;
        }
        out.remove();
      }
    }

    private static String header(String text, String name, String otherwise) {
      String lower = text.toLowerCase(java.util.Locale.ROOT);
      int at = lower.indexOf("\r\n" + name + ":");
      if (at < 0) {
        return otherwise;
      }
      int from = at + name.length() + 3;
      return text.substring(from, text.indexOf("\r\n", from)).strip();
    }
  }
}
