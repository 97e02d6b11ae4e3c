package dev.slipway.cli;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Remembers which log lines were printed, so that none is printed twice.
final class SeenLines {
  private record Line(String timestamp, String replica, String message) {}

  private final Map<Line, Long> seen = new HashMap<>();

  /// @return false: it was added before
  boolean add(JsonNode line) {
    var key =
        new Line(
            WireJson.text(line, "timestamp"),
            WireJson.text(line, "replica"),
            WireJson.text(line, "message"));
    return seen.putIfAbsent(key, LogPages.millis(line)) == null;
  }

  /// Forgets the lines before `millis`, which will not be asked for again.
  void forgetBefore(long millis) {
    seen.values().removeIf(at -> at < millis);
  }
}
