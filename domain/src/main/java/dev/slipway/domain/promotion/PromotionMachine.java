package dev.slipway.domain.promotion;

import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.Held;
import dev.slipway.domain.promotion.PromotionState.Paused;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingToPause;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Stabilizing;
import dev.slipway.domain.promotion.PromotionState.Terminal;
import dev.slipway.domain.promotion.PromotionState.Unreadable;
import dev.slipway.domain.promotion.PromotionState.WayBack;
import java.time.Duration;
import java.time.Instant;

/// Every transition that time and observation bring, as a pure function of the state: [#decide].
/// What operators ask is [PromotionCommands]. Nothing else changes a promotion's state.
public final class PromotionMachine {
  private PromotionMachine() {}

  /// The first state of a promotion that starts now.
  public static PromotionState start(Instant now, Duration releaseTimeout) {
    return new Releasing(now, now.plus(releaseTimeout));
  }

  /// What the passing of time and the things seen mean for `p`.
  public static Decision decide(Promotion p, Observation seen) {
    return switch (p.state()) {
      case Releasing s -> CandidateWait.releasing(p, s, seen);
      case Held s -> CandidateWait.held(p, s, seen);
      case RampingUp s -> CanarySteps.rampingUp(p, s, seen);
      case Paused s -> CanarySteps.paused(p, s, seen);
      case RollingUp s -> RollingSteps.rolling(p, s, seen);
      case RollingToPause s -> RollingSteps.rollingToPause(p, s, seen);
      case Stabilizing s -> RollingSteps.stabilizing(p, s, seen);
      case RollingPaused s -> RollingSteps.paused(p, s, seen);
      case Forwarding s -> PromotionEnd.forwarding(p, s, seen);
      case WayBack s -> Rollback.wayBack(p, s, seen);
      case RampingDown s -> Rollback.rampingDown(p, s, seen);
      case Unreadable s -> PromotionEnd.unreadable(p, s, seen);
      case Terminal s -> Decision.keep(s, seen.routing(), null);
    };
  }
}
