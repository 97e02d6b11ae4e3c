package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a candidate has served through its environment.
///
/// @param requests sent to it
/// @param errors of these, answered 5xx or lost
/// @param lost of these, without a whole answer
/// @param lastSentAt null where none was sent
/// @param p50Ms median time to the end of the answer, milliseconds
/// @param p99Ms 99th percentile of the same
/// @param afterFence sent to it after the fence: must be 0
/// @param interrupted the server was restarted meanwhile, so that some may be missing
public record CandidateServedBody(
    long requests,
    long errors,
    long lost,
    @Nullable Instant lastSentAt,
    double p50Ms,
    double p99Ms,
    long afterFence,
    boolean interrupted) {}
