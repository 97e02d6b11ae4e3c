package dev.slipway.domain.promotion;

import java.time.Duration;
import java.time.Instant;

/// Where a promotion stands. Each state owns exactly the data it needs; terminal states absorb.
public sealed interface PromotionState {

  /// The candidate is being built or started; no traffic has moved.
  ///
  /// @param deadline when a candidate that is still not ready makes the promotion fail
  record Releasing(Instant since, Instant deadline) implements PromotionState {}

  /// As [Releasing], with a pause that takes effect before the first shift.
  record Held(Instant since, Instant deadline) implements PromotionState {}

  /// A canary's traffic is moving to the candidate, stage by stage.
  ///
  /// @param stage 1 to [RampPlan#STAGES]
  /// @param stageEnds when this stage is over
  /// @param deadline when a ramp that stands still for want of a healthy candidate fails
  record RampingUp(Instant since, int stage, Instant stageEnds, Instant deadline)
      implements PromotionState {}

  /// A canary whose split is pinned.
  ///
  /// @param since when the ramp began
  /// @param stage 0 (before the first shift) to [RampPlan#STAGES]
  /// @param left what is left of the stage
  record Paused(Instant since, int stage, Duration left) implements PromotionState {}

  /// A rolling promotion whose step is under way. Target and total are those of the step's
  /// beginning; while the demand changes they are scaled anew from there each time, so that
  /// rounding does not add up.
  ///
  /// @param target replicas that the candidate has when the step is complete, 1 or more
  /// @param total of how many
  /// @param deadline when a step that is not complete fails, whatever happens in between
  record RollingUp(Instant since, int target, int total, Instant deadline)
      implements PromotionState {}

  /// As [RollingUp], with a pause that takes effect when the step is complete.
  record RollingToPause(Instant since, int target, int total, Instant deadline)
      implements PromotionState {}

  /// A rolling promotion whose step is complete and whose split rests for the stabilization time.
  ///
  /// @param until when the next step begins
  /// @param deadline of the step, which goes on where replicas are lost meanwhile
  record Stabilizing(Instant since, int target, int total, Instant until, Instant deadline)
      implements PromotionState {}

  /// A rolling promotion whose split is pinned between two steps.
  ///
  /// @param target 0: before the first shift
  /// @param percent the pinned share of the candidate
  record RollingPaused(Instant since, int target, int total, int percent)
      implements PromotionState {}

  /// Forced forward: all traffic is written to the candidate, the gateways' confirmation of that is
  /// awaited.
  record Forwarding(Instant since, long generation) implements PromotionState {}

  /// Taken back, by a cancel or a failure: traffic returns as fast as the previous deployment's
  /// ready replicas can carry it.
  sealed interface WayBack extends PromotionState {
    Instant since();

    /// The candidate's share when it began.
    int fromPercent();

    /// Ready replicas of the previous deployment that carry everything, 1 or more.
    int total();

    /// When it ends although fewer are ready, as long as one is.
    Instant deadline();
  }

  /// On its way back after a cancel; it ends CANCELED.
  record Returning(Instant since, int fromPercent, int total, Instant deadline) implements WayBack {

    ReturningAfterFailure after(String failure) {
      return new ReturningAfterFailure(since, fromPercent, total, deadline, failure);
    }
  }

  /// On its way back after a failure; it ends FAILED.
  ///
  /// @param reason why the promotion failed, a sentence for the operator
  record ReturningAfterFailure(
      Instant since, int fromPercent, int total, Instant deadline, String reason)
      implements WayBack {

    /// The same way back, ending as a cancel does.
    Returning canceled() {
      return new Returning(since, fromPercent, total, deadline);
    }
  }

  /// Cancelled: the split is back at the previous deployment, and the gateways' confirmation of
  /// that is awaited.
  ///
  /// @param fromPercent the candidate's share when the cancel was accepted
  /// @param generation the routing generation that every gateway must confirm
  record RampingDown(Instant since, int fromPercent, long generation) implements PromotionState {}

  /// In progress, but what is stored of it cannot be read: a newer version wrote it, or it was
  /// damaged. The next tick fails it, with all traffic on the previous deployment.
  ///
  /// @param column what cannot be read, `state` or `terms`
  record Unreadable(String column) implements PromotionState {}

  /// The promotion is over.
  sealed interface Terminal extends PromotionState {
    Instant at();
  }

  /// The candidate is the environment's current deployment.
  record Succeeded(Instant at) implements Terminal {}

  /// Everything is as it was before the promotion.
  record Canceled(Instant at) implements Terminal {}

  /// Traffic stayed on, or returned to, the previous deployment.
  ///
  /// @param reason a sentence for the operator that quotes the cause
  record Failed(Instant at, String reason) implements Terminal {}

  /// The published name of the state.
  default String status() {
    return switch (this) {
      case Releasing _, Held _, Unreadable _ -> "RELEASING";
      case RampingUp _, RollingUp _, RollingToPause _, Stabilizing _, Forwarding _ -> "RAMPING_UP";
      case Paused _, RollingPaused _ -> "PAUSED";
      case WayBack _, RampingDown _ -> "RAMPING_DOWN";
      case Succeeded _ -> "SUCCEEDED";
      case Canceled _ -> "CANCELED";
      case Failed _ -> "FAILED";
    };
  }

  default boolean isTerminal() {
    return this instanceof Terminal;
  }
}
