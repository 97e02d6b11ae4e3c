package dev.slipway.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.slipway.runtime.process.HealthJudge.Finding;
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
import org.jspecify.annotations.Nullable;

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

  /// What a probe has met.
  ///
  /// @param why as a part of a sentence
  /// @param refused nothing listens
  record Answer(Finding finding, String why, boolean refused) {
    static final Answer GOOD = new Answer(Finding.GOOD, "it answered 2xx", false);

    static Answer unwell(String why) {
      return new Answer(Finding.UNWELL, why, false);
    }

    static Answer broken(String why) {
      return new Answer(Finding.UNREACHABLE, why, false);
    }

    static Answer silent(String why) {
      return new Answer(Finding.SILENT, why, false);
    }

    boolean good() {
      return finding == Finding.GOOD;
    }
  }

  static final Answer REFUSED = new Answer(Finding.UNREACHABLE, "connection refused", true);

  static Answer get(String host, int port, String path, Duration timeout) {
    var end = NanoClock.now() + timeout.toNanos();
    var heard = new StringBuilder();
    try (var socket = new Socket()) {
      var refusal = connect(socket, new InetSocketAddress(host, port), end);
      if (refusal != null) {
        return refusal;
      }
      var request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: slipway-probe\r\nConnection: close\r\n\r\n"
              .formatted(path, host, port);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      read(socket, end, heard);
      return heard.isEmpty()
          ? Answer.broken("it closed the connection without an answer")
          : judge(heard);
    } catch (SocketTimeoutException e) {
      return answersEnough(heard)
          ? judge(heard)
          : Answer.silent("no answer in " + timeout.toMillis() + " ms");
    } catch (IOException e) {
      return answersEnough(heard)
          ? judge(heard)
          : Answer.broken("the connection broke: " + e.getMessage());
    }
  }

  /// Connects. Only a refusal tells of the replica: whatever else fails here, such as too few file
  /// descriptors, is of this machine.
  ///
  /// @return null: it is connected
  /// @throws SocketTimeoutException the queue of connections that are not accepted yet is full
  private static @Nullable Answer connect(Socket socket, InetSocketAddress to, long end)
      throws SocketTimeoutException {
    try {
      socket.connect(to, millisTo(end));
      return null;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (ConnectException e) {
      return REFUSED;
    } catch (IOException e) {
      return Answer.silent("it could not be asked: " + e.getMessage());
    }
  }

  /// Whether the status was heard, though not all of the answer was.
  private static boolean answersEnough(CharSequence heard) {
    return STATUS.matcher(heard).lookingAt();
  }

  /// Reads up to the answer's end, or the connection's, or [#MAX_ANSWER].
  ///
  /// @param heard what was read is added, also before something fails
  private static void read(Socket socket, long end, StringBuilder heard) throws IOException {
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
      heard.append(new String(buffer, length, n, ISO_8859_1));
      length += n;
    }
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

  private static Answer judge(CharSequence answer) {
    var status = STATUS.matcher(answer);
    if (!status.lookingAt()) {
      return Answer.unwell("the answer is not HTTP/1");
    }
    return status.group(1).startsWith("2")
        ? Answer.GOOD
        : Answer.unwell("it answered " + status.group(1));
  }

  private static int millisTo(long end) throws SocketTimeoutException {
    var left = (end - NanoClock.now()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.toIntExact(left);
  }
}
