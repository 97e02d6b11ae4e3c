package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.wire.LogBodies.LogV1;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers which log lines were printed, so that none is printed twice.
public final class SeenLines {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Line(String timestamp, @Nullable String replica, String message) {}

  private final Map<Line, Long> seen = new HashMap<>();

  /// @return false: it was added before
  public boolean add(Element<LogV1> line) {
    LogV1 l = line.value();
    return seen.putIfAbsent(new Line(l.timestamp(), l.replica(), l.message()), millis(line))
        == null;
  }

  /// Forgets the lines before `millis`, which will not be asked for again.
  public void forgetBefore(long millis) {
    seen.values().removeIf(at -> at < millis);
  }

  /// When a line was written, in milliseconds since 1970.
  public static long millis(Element<LogV1> line) {
    return nanos(line.value()) / NANOS_PER_MILLI;
  }

  /// When a line was written, in nanoseconds since 1970.
  public static long nanos(LogV1 line) {
    try {
      return Long.parseLong(line.timestamp());
    } catch (NumberFormatException e) {
      throw new Failure(
          Exit.SERVER_ERROR,
          "A log line's timestamp is '" + line.timestamp() + "' (expected: epoch nanoseconds).",
          e);
    }
  }
}
