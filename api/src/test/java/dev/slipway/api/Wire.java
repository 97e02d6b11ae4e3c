package dev.slipway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// Bytes on a connection, for what no client library sends.
public final class Wire {
  private static final int TIMEOUT_MILLIS = 20_000;

  private Wire() {}

  /// Sends a request, `KEY` standing for the server's key, and reads until an answer has come.
  public static String send(TestServer server, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.replace("KEY", server.key).getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return answer(socket);
    }
  }

  private static String answer(Socket socket) throws IOException {
    var text = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (!whole(text.toString())) {
      int n = socket.getInputStream().read(buffer);
      if (n < 0) {
        break;
      }
      text.append(new String(buffer, 0, n, ISO_8859_1));
    }
    return text.toString();
  }

  private static boolean whole(String text) {
    int end = text.indexOf("\r\n\r\n");
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (end < 0 || length < 0 || length > end) {
      return false;
    }
    int stop = text.indexOf("\r\n", length);
    int body = Integer.parseInt(text.substring(length + "content-length: ".length(), stop));
    return text.length() >= end + 4 + body;
  }
}
