package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer to a cancel that was asked to wait; an addition.
///
/// @param status CANCELED or RAMPING_DOWN
/// @param drained nothing is left; false: the time was up first, or the promotion ended otherwise
/// @param inFlightOnCandidate requests and streams that are still there
/// @param surplusReplicas replicas of the candidate that are still there
/// @param settledAt null where the replicas are not what the cleanup strategy says
public record CancelDrainedBody(
    String status,
    String message,
    boolean drained,
    int inFlightOnCandidate,
    int surplusReplicas,
    @Nullable Instant settledAt) {}
