import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the part of JSON that this model's requests are made of, from left to right, and refuses
/// everything else with the place and what was expected there.
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private final Matcher number;
  private int at;

  JsonReader(String text) {
    this.text = text;
    this.number = NUMBER.matcher(text);
  }

  void take(char expected) throws BadRequest {
    if (!tryTake(expected)) {
      throw unexpected("'" + expected + "'");
    }
  }

  boolean tryTake(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /// A string without escapes: the keys of this model need none.
  String string() throws BadRequest {
    take('"');
    int end = text.indexOf('"', at);
    if (end < 0 || text.substring(at, end).chars().anyMatch(c -> c == '\\' || c < ' ')) {
      throw unexpected("a key without escapes, and its closing '\"'");
    }
    String value = text.substring(at, end);
    at = end + 1;
    return value;
  }

  double number() throws BadRequest {
    skipSpace();
    if (!number.region(at, text.length()).lookingAt()) {
      throw unexpected("a number");
    }
    at = number.end();
    return Double.parseDouble(number.group());
  }

  boolean bool() throws BadRequest {
    skipSpace();
    for (boolean value : new boolean[] {true, false}) {
      String word = Boolean.toString(value);
      if (text.startsWith(word, at)) {
        at += word.length();
        return value;
      }
    }
    throw unexpected("true or false");
  }

  void end() throws BadRequest {
    skipSpace();
    if (at < text.length()) {
      throw unexpected("the end of the body");
    }
  }

  /// `text` as a JSON string.
  static String quote(String text) {
    var out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private BadRequest unexpected(String expected) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the body";
    return new BadRequest(
        "not the JSON of a request at character %d: found %s (expected: %s)"
            .formatted(at + 1, found, expected));
  }
}
