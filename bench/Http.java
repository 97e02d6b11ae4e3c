import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// One keep-alive connection to a port of this machine, one call at a time: as little between the
/// clock and the server as Java allows.
final class Http implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 30_000;
  private static final int MAX_LINE = 16_384;

  /// @param sentAt nano clock right before the request was written
  /// @param readAt nano clock right after the last byte of the answer was read
  record Answer(int status, String body, long sentAt, long readAt) {
    long nanos() {
      return readAt - sentAt;
    }
  }

  private final int port;
  private final String key;
  private Socket socket;
  private InputStream in;

  /// @param key the API key to send, or an empty string for none
  Http(int port, String key) {
    this.port = port;
    this.key = key;
  }

  /// @param body JSON, or an empty string for none
  Answer call(String method, String path, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\n"
            + (key.isEmpty() ? "" : "Authorization: Api-Key " + key + "\r\n")
            + (content.length == 0 ? "" : "Content-Type: application/json\r\n")
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(content);
    boolean reused = socket != null;
    try {
      return call(request.toByteArray());
    } catch (EOFException | SocketException e) {
      if (!reused) {
        throw e;
      }
      return call(request.toByteArray()); // the server had closed it while it was idle
    }
  }

  private Answer call(byte[] request) throws IOException {
    try {
      connect();
      long sentAt = System.nanoTime();
      socket.getOutputStream().write(request);
      return answer(sentAt);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect() throws IOException {
    if (socket != null) {
      return;
    }
    var fresh = new Socket();
    try {
      fresh.setTcpNoDelay(true);
      fresh.setSoTimeout(READ_MILLIS);
      fresh.connect(
          new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), CONNECT_MILLIS);
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    socket = fresh;
    in = new java.io.BufferedInputStream(fresh.getInputStream());
  }

  private Answer answer(long sentAt) throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = -1;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    byte[] body = chunked ? chunks() : length < 0 ? in.readAllBytes() : exactly(length);
    long readAt = System.nanoTime();
    if (last || (length < 0 && !chunked)) {
      close();
    }
    return new Answer(status, new String(body, StandardCharsets.UTF_8), sentAt, readAt);
  }

  private byte[] chunks() throws IOException {
    var out = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";")[0].strip(), 16);
      out.writeBytes(exactly(size));
      line();
      if (size == 0) {
        return out.toByteArray();
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    var out = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || out.length() > MAX_LINE) {
        throw new EOFException("the connection was closed before the answer's head ended");
      }
      if (c != '\r') {
        out.append((char) c);
      }
    }
    return out.toString();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
