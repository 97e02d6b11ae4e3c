import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;

/// A model that writes down when each request reached it: `Recorder PORT FOLDER`.
///
/// `POST` anything is recorded (its number from `X-Bench-Seq`, the nano clock, which on Linux all
/// processes share) and answered with 318 bytes. `GET /record` hands out the record, a line a
/// request. `GET` anything else says that it is ready. A file in FOLDER, named after the port, says
/// that it is there.
final class Recorder {
  private static final int MAX_REQUESTS = 4_000_000;
  private static final int MAX_REQUEST = 16_384;

  private static final String SEQUENCE = PacedLoad.SEQUENCE.toLowerCase(Locale.ROOT);

  private final int[] numbers = new int[MAX_REQUESTS];
  private final long[] arrivals = new long[MAX_REQUESTS];
  private int count;

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    var recorder = new Recorder();
    try (var selector = Selector.open();
        var server = ServerSocketChannel.open()) {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress("127.0.0.1", port), 512);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      Files.createDirectories(Path.of(args[1]));
      Files.writeString(Path.of(args[1], String.valueOf(port)), "");
      while (true) {
        selector.select();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          if (key.isAcceptable()) {
            accept(server, selector);
          } else {
            recorder.read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
          }
        }
      }
    }
  }

  private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
    SocketChannel channel = server.accept();
    if (channel != null) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(MAX_REQUEST));
    }
  }

  private void read(SocketChannel channel, ByteBuffer request) throws IOException {
    try {
      if (channel.read(request) < 0) {
        channel.close();
        return;
      }
      long arrivedAt = System.nanoTime();
      if (Answers.isWhole(request)) {
        byte[] answer = answer(request, arrivedAt);
        request.clear();
        write(channel, answer);
      }
    } catch (IOException e) {
      channel.close();
    }
  }

  private byte[] answer(ByteBuffer request, long arrivedAt) {
    if (request.get(0) == 'P') {
      String number = Answers.header(request, Answers.headEnd(request), SEQUENCE);
      if (count < MAX_REQUESTS) {
        numbers[count] = number == null ? -1 : Integer.parseInt(number);
        arrivals[count++] = arrivedAt;
      }
      return message(Proxies.ANSWER);
    }
    byte[] path = new byte["GET /record ".length()];
    request.get(0, path);
    return message(
        new String(path, StandardCharsets.ISO_8859_1).equals("GET /record ") ? record() : "{}");
  }

  private String record() {
    var out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(numbers[i]).append(' ').append(arrivals[i]).append('\n');
    }
    return out.toString();
  }

  private static byte[] message(String body) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        Thread.onSpinWait();
      }
    }
  }
}
