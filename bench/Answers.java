import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads HTTP/1.1 messages with small bodies out of a buffer that is being filled.
final class Answers {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private Answers() {}

  /// The position right after the head, or -1 where it has not all arrived.
  static int headEnd(ByteBuffer filled) {
    for (int i = 3; i < filled.position(); i++) {
      if (filled.get(i) == '\n' && filled.get(i - 1) == '\r' && filled.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /// Whether the first message has all arrived, by its length or its last chunk.
  static boolean isWhole(ByteBuffer filled) {
    int head = headEnd(filled);
    if (head < 0) {
      return false;
    }
    String length = header(filled, head, "content-length");
    if (length != null) {
      return filled.position() >= head + Integer.parseInt(length);
    }
    if (header(filled, head, "transfer-encoding") == null) {
      return true;
    }
    int from = filled.position() - LAST_CHUNK.length;
    for (int i = 0; i < LAST_CHUNK.length; i++) {
      if (from < head || filled.get(from + i) != LAST_CHUNK[i]) {
        return false;
      }
    }
    return true;
  }

  static int status(ByteBuffer filled) {
    return (filled.get(9) - '0') * 100 + (filled.get(10) - '0') * 10 + filled.get(11) - '0';
  }

  /// Whether the sender closes the connection after this message.
  static boolean isLast(ByteBuffer filled) {
    String connection = header(filled, headEnd(filled), "connection");
    return connection != null && connection.toLowerCase(Locale.ROOT).contains("close");
  }

  /// The value of the header, whose name is given in lower case; null where there is none.
  static String header(ByteBuffer filled, int head, String name) {
    int at = 0;
    while (at < head) {
      int end = at;
      while (filled.get(end) != '\n') {
        end++;
      }
      if (matches(filled, at, end, name)) {
        byte[] value = new byte[end - at - name.length() - 1];
        filled.get(at + name.length() + 1, value);
        return new String(value, StandardCharsets.ISO_8859_1).strip();
      }
      at = end + 1;
    }
    return null;
  }

  private static boolean matches(ByteBuffer filled, int at, int end, String name) {
    if (end - at <= name.length() || filled.get(at + name.length()) != ':') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      int c = filled.get(at + i);
      if (c >= 'A' && c <= 'Z') {
        c += 'a' - 'A';
      }
      if (c != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
