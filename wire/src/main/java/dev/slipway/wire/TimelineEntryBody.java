package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a promotion's record.
///
/// @param kind for example STARTED, SHIFT, GRACEFUL_CANCEL, CANCELED
/// @param status the promotion's status after it
/// @param percentTrafficToNewVersion the candidate's share after it
/// @param generation the routing generation after it
/// @param actor who asked; null where it was time or an observation
/// @param surplusReplicas after the end: replicas of the losing side that should be gone; null
///   where they were not counted
public record TimelineEntryBody(
    Instant at,
    String kind,
    String message,
    String status,
    int percentTrafficToNewVersion,
    long generation,
    @Nullable String actor,
    @Nullable Integer surplusReplicas) {}
