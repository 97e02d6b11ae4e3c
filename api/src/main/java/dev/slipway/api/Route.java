package dev.slipway.api;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of the route table.
///
/// @param pattern the path; `{name}` stands for any one segment
/// @param query the query parameters that the handler understands
record Route(
    String method,
    String pattern,
    Scope scope,
    Intake intake,
    List<String> query,
    Handler handler,
    List<String> segments) {

  /// What a route does. It may block.
  @FunctionalInterface
  interface Handler {
    Reply handle(Request request) throws IOException;
  }

  static Route of(
      String method, String pattern, Scope scope, Intake intake, Handler handler, String... query) {
    return new Route(
        method, pattern, scope, intake, List.of(query), handler, List.of(pattern.split("/", -1)));
  }

  /// Method and pattern, for people.
  String name() {
    return method + " " + pattern;
  }

  boolean changes() {
    return !method.equals("GET");
  }

  /// @param raw the path's segments, not decoded
  /// @return the decoded values of the pattern's names, or null where the path is another one
  @Nullable Map<String, String> match(List<String> raw) {
    if (raw.size() != segments.size()) {
      return null;
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < raw.size(); i++) {
      String wanted = segments.get(i);
      boolean named = wanted.startsWith("{");
      if (named ? raw.get(i).isEmpty() : !wanted.equals(raw.get(i))) {
        return null;
      }
      if (named) {
        values.put(wanted.substring(1, wanted.length() - 1), Percent.decode(raw.get(i), false));
      }
    }
    return values;
  }
}
