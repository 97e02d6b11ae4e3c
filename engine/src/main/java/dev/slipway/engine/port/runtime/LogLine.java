package dev.slipway.engine.port.runtime;

import org.jspecify.annotations.Nullable;

/// One captured line of a log.
///
/// @param epochNanos when it was captured; lines of one replica never share a value
/// @param replica null: the line is about the deployment as a whole
/// @param requestId null: the line names none
/// @param level null: the line names none
public record LogLine(
    long epochNanos,
    String deployment,
    @Nullable String replica,
    @Nullable String requestId,
    @Nullable Level level,
    String message) {

  public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }
}
