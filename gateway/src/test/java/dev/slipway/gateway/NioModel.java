package dev.slipway.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A model on one thread that knows when it has seen everything that was sent to it: what has been
/// written to a loopback socket can be read from the other end at once, so that a pass that finds
/// nothing more to accept and to read has seen all that was written before it began.
final class NioModel implements AutoCloseable {
  private final Selector selector;
  private final ServerSocketChannel server;
  private final Thread thread;
  private final ConcurrentLinkedQueue<CompletableFuture<Long>> barriers =
      new ConcurrentLinkedQueue<>();
  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicLong latestStamp = new AtomicLong(Long.MIN_VALUE);
  private final int closeEvery;
  private volatile boolean closed;

  /// @param closeEvery how many answers until one ends its connection
  NioModel(int closeEvery) {
    this.closeEvery = closeEvery;
    try {
      selector = Selector.open();
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name("nio-model").start(this::run);
  }

  int port() {
    return server.socket().getLocalPort();
  }

  long arrivals() {
    return arrivals.get();
  }

  /// The greatest `x-stamp` that has arrived.
  long latestStamp() {
    return latestStamp.get();
  }

  /// How many heads have arrived of all that were written before this call.
  long barrier() {
    var promise = new CompletableFuture<Long>();
    barriers.add(promise);
    selector.wakeup();
    return promise.join();
  }

  private void run() {
    try {
      while (!closed) {
        selector.select();
        pass();
        for (var barrier = barriers.poll(); barrier != null; barrier = barriers.poll()) {
          // A pass that finds nothing, begun after the call, has seen all.
          while (selector.selectNow() > 0) {
            pass();
          }
          barrier.complete(arrivals.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass() throws IOException {
    for (var keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      var key = keys.next();
      keys.remove();
      if (key.isAcceptable()) {
        accept();
      } else if (key.isReadable()) {
        read(key);
      }
    }
  }

  private void accept() throws IOException {
    for (var channel = server.accept(); channel != null; channel = server.accept()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(16 * 1024));
    }
  }

  private void read(SelectionKey key) throws IOException {
    var channel = (SocketChannel) key.channel();
    var buffer = (ByteBuffer) key.attachment();
    try {
      if (channel.read(buffer) < 0) {
        channel.close();
        return;
      }
    } catch (IOException e) {
      channel.close(); // Reset by the gateway.
      return;
    }
    var text = ISO_8859_1.decode(buffer.duplicate().flip()).toString();
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    var head = text.substring(0, end).toLowerCase(Locale.ROOT);
    int total = end + 4 + Integer.parseInt(field(head, "content-length", "0"));
    if (text.length() < total) {
      return;
    }
    if (text.length() > total) {
      throw new IllegalStateException("pipelined request (expected: none)");
    }
    buffer.clear();
    long stamp = Long.parseLong(field(head, "x-stamp", "0"));
    latestStamp.accumulateAndGet(stamp, Math::max);
    boolean last = arrivals.incrementAndGet() % closeEvery == 0;
    var answer =
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"
            + (last ? "connection: close\r\n" : "")
            + "\r\nok";
    channel.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
    if (last) {
      channel.close();
    }
  }

  private static String field(String head, String name, String otherwise) {
    int at = head.indexOf("\r\n" + name + ": ");
    if (at < 0) {
      return otherwise;
    }
    int start = at + name.length() + 4;
    int end = head.indexOf("\r\n", start);
    return head.substring(start, end < 0 ? head.length() : end);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      for (var key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
