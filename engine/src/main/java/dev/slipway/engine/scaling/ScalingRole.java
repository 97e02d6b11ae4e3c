package dev.slipway.engine.scaling;

import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.PromotionKind;
import java.util.List;

/// A deployment's part in the promotions around it, as autoscaling sees it.
sealed interface ScalingRole {

  /// It is sized by its own demand.
  ///
  /// @param least replicas that its promotion waits for, 0 where there is none
  record Own(int least) implements ScalingRole {}

  /// It is what a plain or canary promotion returns to: sized by both sides' demand, so that it can
  /// take everything back at any moment, and never below its size at the promotion's start.
  record Fallback(String promotion, String candidate) implements ScalingRole {}

  /// Something else decides: a rolling promotion, or the end of a cancelled one.
  record Untouched() implements ScalingRole {}

  /// @param active all promotions in progress
  static ScalingRole of(List<Promotion> active, String deployment) {
    for (Promotion p : active) {
      if (deployment.equals(p.sides().candidate())) {
        return ofCandidate(p);
      }
      if (deployment.equals(p.sides().previous())) {
        return isRolling(p) ? new Untouched() : new Fallback(p.id(), p.sides().candidate());
      }
    }
    return new Own(0);
  }

  private static ScalingRole ofCandidate(Promotion p) {
    return switch (p.state()) {
      case PromotionState.Releasing _,
          PromotionState.Held _,
          PromotionState.RampingUp _,
          PromotionState.Paused _,
          PromotionState.Forwarding _ ->
          isRolling(p) ? new Untouched() : new Own(p.terms().requiredReady());
      case PromotionState.RollingUp _,
          PromotionState.RollingToPause _,
          PromotionState.Stabilizing _,
          PromotionState.RollingPaused _,
          PromotionState.WayBack _,
          PromotionState.RampingDown _,
          PromotionState.Unreadable _,
          PromotionState.Terminal _ ->
          new Untouched();
    };
  }

  /// Whether the promotion itself divides the replicas between its sides.
  static boolean isRolling(Promotion p) {
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ -> false;
      case PromotionKind.Rolling _ -> true;
    };
  }
}
