import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// JSON for the answers of the management API: objects as maps, arrays as lists, numbers as
/// doubles, null as null.
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /// Parses one value and walks down `path`, one object key after another; null where a step of it
  /// is null or missing.
  static Object at(String text, String... path) {
    Object value = new Json(text).value();
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }

  /// The string at `path`.
  static String string(String text, String... path) {
    if (at(text, path) instanceof String s) {
      return s;
    }
    throw new IllegalStateException(
        "no string at " + String.join(".", path) + " in " + text.strip());
  }

  /// Writes maps, statistics, numbers, booleans, strings and null.
  static String write(Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> quote(String.valueOf(e.getKey())) + ":" + write(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Stats stats ->
          write(Map.of("median", stats.median(), "min", stats.min(), "max", stats.max()));
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      default -> quote(String.valueOf(value));
    };
  }

  static String quote(String s) {
    var out = new StringBuilder("\"");
    for (char c : s.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }

  private Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> quoted();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    var map = new LinkedHashMap<String, Object>();
    at++;
    while (peek() != '}') {
      peek();
      String key = quoted();
      expect(':');
      map.put(key, value());
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    return map;
  }

  private List<Object> array() {
    var list = new ArrayList<>();
    at++;
    while (peek() != ']') {
      list.add(value());
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    return list;
  }

  private String quoted() {
    expect('"');
    var out = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(at++);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(text, at, at + 4, 16));
          at += 4;
        }
        default -> out.append(escaped);
      }
    }
    at++;
    return out.toString();
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw new IllegalStateException("not JSON at " + at + ": " + text);
    }
    at += word.length();
    return value;
  }

  private Double number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == start) {
      throw new IllegalStateException("not JSON at " + at + ": " + text);
    }
    return Double.valueOf(text.substring(start, at));
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new IllegalStateException("not JSON at " + at + " (expected: " + c + "): " + text);
    }
    at++;
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      throw new IllegalStateException("JSON ends early: " + text);
    }
    return text.charAt(at);
  }
}
