package dev.slipway.engine.promotion;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The progress of a cancel until nothing of the promotion is left behind.
///
/// @param answer what a cancel would be answered now
/// @param ended the promotion is over, whichever way
/// @param inFlight requests and streams on the candidate that came through the environment
/// @param surplusReplicas the candidate's replicas that are there although they should be gone
/// @param settledAt when the replicas were what the cleanup strategy says; null: not yet
public record Drain(
    CancelAnswer answer,
    boolean ended,
    int inFlight,
    int surplusReplicas,
    @Nullable Instant settledAt) {

  /// Nothing is left to wait for.
  public boolean drained() {
    return answer.canceled() && inFlight == 0 && settledAt != null;
  }

  /// It was overruled or failed: there is nothing to wait for either.
  public boolean moot() {
    return ended && !answer.canceled();
  }
}
