package dev.slipway.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// One GET on its own connection, as cheap as it can be.
final class HttpProbe {
  /// What is read of an answer at most. An answer is read to its end so that a server is not
  /// disturbed by a connection that breaks while it writes.
  private static final int MAX_ANSWER = 16 << 10;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d{1,9})\r\n");

  private HttpProbe() {}

  sealed interface Answer {
    /// 2xx.
    record Good() implements Answer {}

    /// It listens, but did not say 2xx in time.
    record Bad(String why) implements Answer {}

    /// Nothing listens.
    record Refused() implements Answer {}

    default String why() {
      return switch (this) {
        case Good _ -> "it answered";
        case Bad b -> b.why();
        case Refused _ -> "nothing listens";
      };
    }
  }

  static Answer get(String host, int port, String path, Duration timeout) {
    var end = Ticks.now() + timeout.toNanos();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millisTo(end));
      var request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: slipway-probe\r\nConnection: close\r\n\r\n"
              .formatted(path, host, port);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return judge(read(socket, end));
    } catch (ConnectException e) {
      return new Answer.Refused();
    } catch (SocketTimeoutException e) {
      return new Answer.Bad("no answer in " + timeout.toMillis() + " ms");
    } catch (IOException e) {
      return new Answer.Bad("the connection broke: " + e.getMessage());
    }
  }

  private static String read(Socket socket, long end) throws IOException {
    var buffer = new byte[MAX_ANSWER];
    var length = 0;
    while (length < buffer.length) {
      socket.setSoTimeout(millisTo(end));
      var n = socket.getInputStream().read(buffer, length, buffer.length - length);
      if (n < 0) {
        break;
      }
      length += n;
      if (complete(new String(buffer, 0, length, ISO_8859_1))) {
        break;
      }
    }
    return new String(buffer, 0, length, ISO_8859_1);
  }

  private static boolean complete(String answer) {
    var head = answer.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    var length = LENGTH.matcher(answer.substring(0, head + 2).toLowerCase(Locale.ROOT));
    return length.find() && answer.length() >= head + 4 + Integer.parseInt(length.group(1));
  }

  private static Answer judge(String answer) {
    var status = STATUS.matcher(answer);
    if (!status.lookingAt()) {
      return new Answer.Bad("the answer is not HTTP/1");
    }
    return status.group(1).startsWith("2")
        ? new Answer.Good()
        : new Answer.Bad("it answered " + status.group(1));
  }

  private static int millisTo(long end) throws SocketTimeoutException {
    var left = (end - Ticks.now()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.toIntExact(left);
  }
}
