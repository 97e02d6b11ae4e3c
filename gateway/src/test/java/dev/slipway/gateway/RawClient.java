package dev.slipway.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A client that sends exactly the bytes it is told, and reads answers line by line.
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) Rig.PATIENCE.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  static RawClient to(int port) {
    try {
      var socket = new Socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends `text`, in which each line end stands for CR LF.
  RawClient send(String text) {
    return sendBytes(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  RawClient sendBytes(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One line; null at the end of the connection, however it ended.
  @Nullable String line() {
    var line = new ByteArrayOutputStream();
    while (true) {
      int b = read();
      if (b < 0) {
        return line.size() == 0 ? null : line.toString(ISO_8859_1);
      }
      if (b == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(b);
    }
  }

  private int read() {
    try {
      return in.read();
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("nothing more came", e);
    } catch (IOException e) {
      return -1; // Reset.
    }
  }

  /// The status line and the header lines, in lower case.
  List<String> head() {
    var lines = new ArrayList<String>();
    for (var line = line(); line != null && !line.isEmpty(); line = line()) {
      lines.add(line.toLowerCase(Locale.ROOT));
    }
    return lines;
  }

  String bytes(int count) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      int b = read();
      if (b < 0) {
        break;
      }
      bytes.write(b);
    }
    return bytes.toString(ISO_8859_1);
  }

  /// What comes until the end of the connection.
  String rest() {
    var bytes = new ByteArrayOutputStream();
    for (int b = read(); b >= 0; b = read()) {
      bytes.write(b);
    }
    return bytes.toString(ISO_8859_1);
  }

  /// Ends the connection at once.
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
