package dev.slipway.domain;

import java.time.Instant;

/// Where a promotion stands. Each state owns exactly the data it needs; terminal states absorb.
public sealed interface PromotionState {

  /// The candidate is being built or started; no traffic has moved.
  ///
  /// @param deadline when a candidate that is still not ready makes the promotion fail
  record Releasing(Instant since, Instant deadline) implements PromotionState {}

  /// Traffic is moving to the candidate, stage by stage.
  ///
  /// @param stage 1 to [RampPlan#STAGES]
  /// @param stageEnds when this stage is over
  /// @param deadline when a ramp that stands still for want of a healthy candidate fails
  record RampingUp(Instant since, int stage, Instant stageEnds, Instant deadline)
      implements PromotionState {}

  /// Cancelled: the split is back at the previous deployment, and the gateways' confirmation of
  /// that is awaited.
  ///
  /// @param fromPercent the candidate's share when the cancel was accepted
  /// @param generation the routing generation that every gateway must confirm
  record RampingDown(Instant since, int fromPercent, long generation) implements PromotionState {}

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
      case Releasing _ -> "RELEASING";
      case RampingUp _ -> "RAMPING_UP";
      case RampingDown _ -> "RAMPING_DOWN";
      case Succeeded _ -> "SUCCEEDED";
      case Canceled _ -> "CANCELED";
      case Failed _ -> "FAILED";
    };
  }

  default boolean isTerminal() {
    return this instanceof Terminal;
  }
}
