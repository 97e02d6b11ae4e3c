package dev.slipway.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.slipway.runtime.settings.NanoClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// One HTTP GET on a connection of its own, without an HTTP client: replicas are probed several
/// times a second.
final class HttpProbe {
  /// The most bytes that are read of an answer. It is read to its end, so that no server meets a
  /// connection that breaks while it writes.
  private static final int MAX_ANSWER = 16 << 10;

  /// An answer without a content-length ends with its connection.
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

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
    var end = NanoClock.now() + timeout.toNanos();
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

  /// Reads up to the answer's end, or the connection's, or [#MAX_ANSWER].
  private static String read(Socket socket, long end) throws IOException {
    var buffer = new byte[MAX_ANSWER];
    var length = 0;
    var headEnd = -1;
    var wanted = UNKNOWN;
    while (length < Math.min(wanted, buffer.length)) {
      socket.setSoTimeout(millisTo(end));
      var n = socket.getInputStream().read(buffer, length, buffer.length - length);
      if (n < 0) {
        break;
      }
      if (headEnd < 0) {
        // The head's end may lie across two reads.
        headEnd = headEnd(buffer, Math.max(0, length - HEAD_END.length + 1), length + n);
        wanted = headEnd < 0 ? UNKNOWN : wholeLength(buffer, headEnd);
      }
      length += n;
    }
    return new String(buffer, 0, length, ISO_8859_1);
  }

  /// The index right behind the head; negative: its end is not in the buffer yet.
  private static int headEnd(byte[] buffer, int from, int to) {
    for (var i = from; i <= to - HEAD_END.length; i++) {
      if (Arrays.equals(buffer, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
        return i + HEAD_END.length;
      }
    }
    return -1;
  }

  /// The length of the answer with its body; [#UNKNOWN] where the head does not say it.
  private static int wholeLength(byte[] buffer, int headEnd) {
    var head = new String(buffer, 0, headEnd, ISO_8859_1).toLowerCase(Locale.ROOT);
    var length = LENGTH.matcher(head);
    return length.find() ? headEnd + Integer.parseInt(length.group(1)) : UNKNOWN;
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
    var left = (end - NanoClock.now()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.toIntExact(left);
  }
}
