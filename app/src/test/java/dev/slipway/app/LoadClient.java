package dev.slipway.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection that speaks just enough HTTP/1.1 to tell a whole answer from a broken
/// one. Small, so that the load costs the machine less than what is measured.
final class LoadClient implements AutoCloseable {
  /// Longer than a line before a model that holds each request for some seconds.
  private static final int SILENCE_MILLIS = 300_000;

  private final URI target;
  private final String head;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  LoadClient(URI target, String key) {
    this.target = target;
    this.head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Api-Key %s\r\nContent-Type: application/json\r\n"
            .formatted(target.getPath(), target.getAuthority(), key);
  }

  /// @return the status of an answer that was read to its end
  /// @throws IOException where the answer was broken
  int send(long number, String mode, String body) throws IOException {
    Socket s = connected();
    String request =
        "%sx-number: %d\r\nx-mode: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(head, number, mode, body.length(), body);
    s.getOutputStream().write(request.getBytes(US_ASCII));
    try {
      return answer();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    Socket s = socket;
    socket = null;
    in = null;
    if (s != null) {
      try {
        s.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Socket connected() throws IOException {
    Socket s = socket;
    if (s == null) {
      s = new Socket();
      s.setTcpNoDelay(true);
      s.setSoTimeout(SILENCE_MILLIS);
      s.connect(new InetSocketAddress(target.getHost(), target.getPort()), 10_000);
      in = new BufferedInputStream(s.getInputStream());
      socket = s;
    }
    return s;
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    long length = 0;
    boolean chunked = false;
    boolean closing = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      closing |= lower.startsWith("connection:") && lower.contains("close");
    }
    if (chunked) {
      chunks();
    } else {
      skip(length);
    }
    if (closing) {
      close();
    }
    return status;
  }

  private void chunks() throws IOException {
    while (true) {
      long size = Long.parseLong(line(), 16);
      skip(size);
      String end = line();
      if (!end.isEmpty()) {
        throw new IOException("chunk is followed by '" + end + "' (expected: an empty line)");
      }
      if (size == 0) {
        return;
      }
    }
  }

  private void skip(long bytes) throws IOException {
    stream().skipNBytes(bytes);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    InputStream from = stream();
    for (int c = from.read(); c != '\n'; c = from.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended inside an answer, after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private InputStream stream() throws IOException {
    InputStream from = in;
    if (from == null) {
      throw new IOException("not connected");
    }
    return from;
  }
}
