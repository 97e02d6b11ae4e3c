package dev.slipway.app;

/// Java source with what is not code taken out.
final class JavaText {
  private JavaText() {}

  /// `source` with comments and the insides of literals turned to blanks, so that offsets and line
  /// numbers stay the same.
  static String blank(String source) {
    var out = new StringBuilder(source);
    int i = 0;
    while (i < source.length()) {
      int end = endOfPiece(source, i);
      for (int at = i; at < end; at++) {
        if (source.charAt(at) != '\n') {
          out.setCharAt(at, ' ');
        }
      }
      i = Math.max(end, i + 1);
    }
    return out.toString();
  }

  /// Where the comment or literal that starts at `i` ends; `i` itself where none starts there.
  private static int endOfPiece(String s, int i) {
    if (s.startsWith("//", i)) {
      return endOr(s.indexOf('\n', i), s);
    }
    if (s.startsWith("/*", i)) {
      return endOr(s.indexOf("*/", i + 2) + 2, s);
    }
    if (s.startsWith("\"\"\"", i)) {
      return closing(s, i + 3, "\"\"\"");
    }
    return switch (s.charAt(i)) {
      case '"' -> closing(s, i + 1, "\"");
      case '\'' -> closing(s, i + 1, "'");
      default -> i;
    };
  }

  private static int endOr(int end, String s) {
    return end > 1 ? end : s.length();
  }

  private static int closing(String s, int from, String quote) {
    for (int i = from; i < s.length(); i++) {
      if (s.charAt(i) == '\\') {
        i++;
      } else if (s.startsWith(quote, i)) {
        return i + quote.length();
      }
    }
    return s.length();
  }
}
