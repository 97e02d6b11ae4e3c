package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
