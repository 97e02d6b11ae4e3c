package dev.slipway.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which log lines are asked for. All conditions hold together.
///
/// @param deployments ids whose logs are merged
/// @param from first moment, inclusive
/// @param to last moment, inclusive
/// @param newestFirst order of the answer; with `limit` it also says which end is cut
/// @param limit 1 to 1000
/// @param minLevel lines without a level are left out where it is set; null: all
/// @param replica null: all
/// @param requestId null: all
/// @param pattern RE2 that must be found; null: none
/// @param includes each must occur in the message
/// @param excludes none may occur in the message
public record LogQuery(
    List<String> deployments,
    Instant from,
    Instant to,
    boolean newestFirst,
    int limit,
    LogLine.@Nullable Level minLevel,
    @Nullable String replica,
    @Nullable String requestId,
    @Nullable String pattern,
    List<String> includes,
    List<String> excludes) {}
