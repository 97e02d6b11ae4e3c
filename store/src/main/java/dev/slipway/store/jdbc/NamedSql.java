package dev.slipway.store.jdbc;

import java.util.ArrayList;
import java.util.List;

/// A statement as the tables write it, with parameters like `:model_id`, and as a driver takes it.
///
/// @param text with a `?` for each parameter
/// @param names of the parameters, in the order of their places; one that is used twice is there
///   twice
record NamedSql(String text, List<String> names) {

  /// Quoted text and casts (`::`) have no parameters in them; comments are not looked for.
  static NamedSql parse(String sql) {
    var text = new StringBuilder(sql.length());
    List<String> names = new ArrayList<>();
    boolean quoted = false;
    for (int at = 0; at < sql.length(); ) {
      char c = sql.charAt(at);
      int end = at + 1;
      quoted ^= c == '\'';
      if (c == ':' && !quoted) {
        end = endOfName(sql, end);
      }
      if (end > at + 1) {
        names.add(sql.substring(at + 1, end));
        text.append('?');
      } else {
        end = sql.startsWith("::", at) ? at + 2 : end;
        text.append(sql, at, end);
      }
      at = end;
    }
    return new NamedSql(text.toString(), List.copyOf(names));
  }

  private static int endOfName(String sql, int start) {
    int end = start;
    while (end < sql.length() && isOfName(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c) {
    return c == '_' || (c >= 'a' && c <= 'z');
  }
}
