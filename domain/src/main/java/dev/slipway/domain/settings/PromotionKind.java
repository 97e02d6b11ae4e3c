package dev.slipway.domain.settings;

import java.time.Duration;

/// How traffic moves to the candidate; chosen from the environment's settings at the moment of
/// promote and frozen into the promotion.
public sealed interface PromotionKind {

  /// All traffic moves in one step once the candidate is ready.
  record Plain() implements PromotionKind {}

  /// Traffic moves in stages.
  record Canary(RampPlan plan) implements PromotionKind {}

  /// Traffic and replicas move together, step by step.
  ///
  /// @param size replicas of the previous deployment when the promotion began, 1 or more
  /// @param patience how long a step, or the way back, may wait for replicas to become ready
  record Rolling(RollingPlan plan, int size, Duration patience) implements PromotionKind {
    public Rolling {
      if (size < 1) {
        throw new IllegalArgumentException("size: " + size + " (expected: 1 or more)");
      }
    }
  }
}
