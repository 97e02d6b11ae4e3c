package dev.slipway.api.http;

import dev.slipway.api.input.Percent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The path of a route; `{name}` stands for any one segment.
public record PathPattern(String text, List<String> segments) {
  static PathPattern of(String text) {
    return new PathPattern(text, split(text));
  }

  static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }

  /// @param raw the path's segments, not decoded
  boolean fits(List<String> raw) {
    if (raw.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < raw.size(); i++) {
      boolean fits = named(i) ? !raw.get(i).isEmpty() : segments.get(i).equals(raw.get(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// The values of the pattern's names, decoded.
  ///
  /// @param raw the segments of a path that fits, not decoded
  /// @throws Problem where an escape is broken
  Map<String, String> values(List<String> raw) {
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < raw.size(); i++) {
      if (named(i)) {
        String name = segments.get(i);
        values.put(name.substring(1, name.length() - 1), Percent.decode(raw.get(i), false));
      }
    }
    return values;
  }

  private boolean named(int i) {
    return segments.get(i).startsWith("{");
  }
}
