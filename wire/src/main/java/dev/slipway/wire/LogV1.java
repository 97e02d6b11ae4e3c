package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

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
