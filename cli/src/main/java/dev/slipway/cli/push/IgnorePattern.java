package dev.slipway.cli.push;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// One line of an ignore file, as git reads it.
///
/// @param again it takes back what an earlier line has left out
/// @param directories it is about directories alone
/// @param path matches a path from the file's directory, or a name where the line has no slash
/// @param named it is about names, at any depth
record IgnorePattern(boolean again, boolean directories, boolean named, Pattern path) {
  /// The longest line that counts, in characters.
  static final int MAX_LENGTH = 4096;

  /// @return null: the line is empty, a comment, too long, or has a bracket that git would not read
  static @Nullable IgnorePattern parse(String line) {
    String text = trimmed(line);
    if (text.isEmpty() || text.startsWith("#") || text.length() > MAX_LENGTH) {
      return null;
    }
    boolean again = text.startsWith("!");
    text = again ? text.substring(1) : text;
    boolean directories = text.endsWith("/");
    text = directories ? text.substring(0, text.length() - 1) : text;
    boolean named = !text.contains("/");
    text = text.startsWith("/") ? text.substring(1) : text;
    if (text.isEmpty()) {
      return null;
    }
    try {
      return new IgnorePattern(again, directories, named, Pattern.compile(regex(text)));
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  /// @param inside the path from the file's directory
  boolean matches(String inside, boolean directory) {
    if (directories && !directory) {
      return false;
    }
    return path.matcher(named ? inside.substring(inside.lastIndexOf('/') + 1) : inside).matches();
  }

  /// Blanks at the end do not count, unless the last one is written with a backslash.
  private static String trimmed(String line) {
    int end = line.endsWith("\r") ? line.length() - 1 : line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  private static String regex(String glob) {
    var regex = new StringBuilder();
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i);
      boolean segment = i == 0 || glob.charAt(i - 1) == '/';
      if (segment && glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 3;
      } else if (segment && i > 0 && glob.substring(i).equals("**")) {
        regex.append(".+");
        i += 2;
      } else if (c == '*') {
        while (i < glob.length() && glob.charAt(i) == '*') {
          i++;
        }
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
        i++;
      } else if (c == '[') {
        i = bracket(glob, i, regex);
      } else {
        int at = c == '\\' ? i + 1 : i;
        if (at == glob.length()) {
          throw new PatternSyntaxException("a backslash at the end", glob, i);
        }
        String one = Character.toString(glob.codePointAt(at));
        regex.append(Pattern.quote(one));
        i = at + one.length();
      }
    }
    return regex.toString();
  }

  /// Writes one of several characters.
  ///
  /// @return the index behind the bracket
  private static int bracket(String glob, int open, StringBuilder regex) {
    int i = open + 1;
    var set = new StringBuilder("[");
    if (i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^')) {
      set.append('^');
      i++;
    }
    int first = i;
    while (i < glob.length() && (glob.charAt(i) != ']' || i == first)) {
      int close = glob.startsWith("[:", i) ? glob.indexOf(":]", i) : -1;
      if (close > 0) {
        set.append("\\p{").append(posix(glob.substring(i + 2, close))).append('}');
        i = close + 2;
        continue;
      }
      char c = glob.charAt(i);
      if (c == '-' && i > first && i + 1 < glob.length() && glob.charAt(i + 1) != ']') {
        set.append('-');
      } else {
        i += c == '\\' && i + 1 < glob.length() ? 1 : 0;
        set.append("\\x{%x}".formatted(glob.codePointAt(i)));
      }
      i += Character.charCount(glob.codePointAt(i));
    }
    if (i == glob.length()) {
      throw new PatternSyntaxException("a bracket is not closed", glob, open);
    }
    regex.append("(?!/)").append(set).append(']');
    return i + 1;
  }

  private static String posix(String name) {
    return switch (name) {
      case "alpha" -> "Alpha";
      case "digit" -> "Digit";
      case "alnum" -> "Alnum";
      case "upper" -> "Upper";
      case "lower" -> "Lower";
      case "punct" -> "Punct";
      case "space" -> "Space";
      case "xdigit" -> "XDigit";
      default -> throw new PatternSyntaxException("no such class", name, 0);
    };
  }
}
