package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Queries of logs, and their answers.
public final class LogBodies {
  private LogBodies() {}

  /// Which lines of a log are asked for; null stands for the default.
  ///
  /// @param direction asc or desc
  public record GetDeploymentLogsRequestV1(
      @Nullable Long startEpochMillis,
      @Nullable Long endEpochMillis,
      @Nullable String direction,
      @Nullable Integer limit,
      @Nullable String minLevel,
      @Nullable String replica,
      @Nullable String requestId,
      @Nullable String component,
      @Nullable String searchPattern,
      List<String> includes,
      List<String> excludes) {
    public GetDeploymentLogsRequestV1 {
      includes = List.copyOf(includes);
      excludes = List.copyOf(excludes);
    }
  }

  /// The lines that were asked for.
  public record GetLogsResponseV1(List<LogV1> logs) {
    public GetLogsResponseV1 {
      logs = List.copyOf(logs);
    }
  }

  /// One line of a log.
  ///
  /// @param timestamp nanoseconds since 1970, as text
  /// @param replica null where the line is about the deployment
  /// @param requestId null where the line names none
  /// @param level DEBUG, INFO, WARNING or ERROR; null where the line names none
  public record LogV1(
      String timestamp,
      String message,
      @Nullable String replica,
      @Nullable String requestId,
      @Nullable String level) {}
}
