package dev.slipway.domain;

import dev.slipway.domain.PromotionState.Forwarding;
import dev.slipway.domain.PromotionState.Held;
import dev.slipway.domain.PromotionState.Paused;
import dev.slipway.domain.PromotionState.RampingDown;
import dev.slipway.domain.PromotionState.RampingUp;
import dev.slipway.domain.PromotionState.Releasing;
import dev.slipway.domain.PromotionState.RollingPaused;
import dev.slipway.domain.PromotionState.RollingToPause;
import dev.slipway.domain.PromotionState.RollingUp;
import dev.slipway.domain.PromotionState.Stabilizing;
import dev.slipway.domain.PromotionState.Terminal;
import dev.slipway.domain.PromotionState.Unreadable;
import dev.slipway.domain.PromotionState.WayBack;
import java.time.Duration;
import java.time.Instant;

/// Every transition that time and observation bring, as a pure function of the state: [#decide].
/// What operators ask is [Signals]. Nothing else changes a promotion's state.
public final class PromotionMachine {
  private PromotionMachine() {}

  /// The first state of a promotion that starts now.
  public static PromotionState start(Instant now, Duration releaseTimeout) {
    return new Releasing(now, now.plus(releaseTimeout));
  }

  /// What the passing of time and the things seen mean for `p`.
  public static Decision decide(Promotion p, Observation seen) {
    return switch (p.state()) {
      case Releasing s -> Release.releasing(p, s, seen);
      case Held s -> Release.held(p, s, seen);
      case RampingUp s -> Ramp.rampingUp(p, s, seen);
      case Paused s -> Ramp.paused(p, s, seen);
      case RollingUp s -> Roll.rolling(p, s, seen);
      case RollingToPause s -> Roll.rollingToPause(p, s, seen);
      case Stabilizing s -> Roll.stabilizing(p, s, seen);
      case RollingPaused s -> Roll.paused(p, s, seen);
      case Forwarding s -> Ending.forwarding(p, s, seen);
      case WayBack s -> Return.wayBack(p, s, seen);
      case RampingDown s -> Return.rampingDown(p, s, seen);
      case Unreadable s -> Ending.unreadable(p, s, seen);
      case Terminal s -> Decision.keep(s, seen.routing(), null);
    };
  }
}
