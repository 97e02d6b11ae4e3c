package dev.slipway.domain;

/// How traffic moves to the candidate; chosen from the environment's settings at the moment of
/// promote and frozen into the promotion.
public sealed interface PromotionKind {

  /// All traffic moves in one step once the candidate is ready.
  record Plain() implements PromotionKind {}

  /// Traffic moves in stages.
  record Canary(RampPlan plan) implements PromotionKind {}
}
