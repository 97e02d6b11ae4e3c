package dev.slipway.domain.promotion;

import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.Held;
import dev.slipway.domain.promotion.PromotionState.Paused;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.Returning;
import dev.slipway.domain.promotion.PromotionState.ReturningAfterFailure;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingToPause;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Stabilizing;
import dev.slipway.domain.promotion.PromotionState.Terminal;
import dev.slipway.domain.promotion.PromotionState.Unreadable;
import dev.slipway.domain.promotion.PromotionState.WayBack;
import dev.slipway.domain.settings.RampPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/// States with their times, as [Explorer] needs them.
final class Moved {
  private static final Instant T0 = Promotions.T0;

  private Moved() {}

  /// `s` as it is when its clock is set back by `by`; when it began is not kept.
  static PromotionState back(PromotionState s, Duration by) {
    return switch (s) {
      case Releasing r -> new Releasing(T0, r.deadline().minus(by));
      case Held r -> new Held(T0, r.deadline().minus(by));
      case RampingUp r ->
          new RampingUp(T0, r.stage(), r.stageEnds().minus(by), r.deadline().minus(by));
      case Paused r -> new Paused(T0, r.stage(), r.left());
      case RollingUp r -> new RollingUp(T0, r.target(), r.total(), r.deadline().minus(by));
      case RollingToPause r ->
          new RollingToPause(T0, r.target(), r.total(), r.deadline().minus(by));
      case Stabilizing r ->
          new Stabilizing(T0, r.target(), r.total(), r.until().minus(by), r.deadline().minus(by));
      case RollingPaused r -> new RollingPaused(T0, r.target(), r.total(), r.percent());
      case Forwarding r -> new Forwarding(T0, r.generation());
      case Returning r -> new Returning(T0, r.fromPercent(), r.total(), r.deadline().minus(by));
      case ReturningAfterFailure r ->
          new Returning(T0, r.fromPercent(), r.total(), r.deadline().minus(by)).after(r.reason());
      case RampingDown r -> new RampingDown(T0, r.fromPercent(), r.generation());
      case Unreadable r -> r;
      case Terminal t -> t;
    };
  }

  /// Now, and every later moment that the state speaks of.
  static List<Instant> times(PromotionState s) {
    List<Instant> spoken =
        switch (s) {
          case Releasing r -> List.of(r.deadline());
          case Held r -> List.of(r.deadline());
          case RampingUp r -> List.of(r.stageEnds(), r.deadline());
          case RollingUp r -> List.of(r.deadline());
          case RollingToPause r -> List.of(r.deadline());
          case Stabilizing r -> List.of(r.until(), r.deadline());
          case WayBack r -> List.of(r.deadline());
          case Paused _, RollingPaused _, Forwarding _, RampingDown _, Unreadable _, Terminal _ ->
              List.of();
        };
    var all = new TreeSet<Instant>(List.of(T0));
    spoken.stream().filter(t -> t.isAfter(T0)).forEach(all::add);
    return List.copyOf(all);
  }

  static boolean asksForFence(PromotionState s) {
    return s instanceof Forwarding || s instanceof RampingDown;
  }

  /// Whether it is before, between or at the last of its steps.
  static String progress(PromotionState s) {
    return switch (s) {
      case RampingUp r -> "stage " + r.stage();
      case Paused r -> between(r.stage(), RampPlan.STAGES);
      case RollingUp r -> between(r.target(), r.total());
      case RollingToPause r -> between(r.target(), r.total());
      case Stabilizing r -> between(r.target(), r.total());
      case RollingPaused r -> between(r.target(), r.total());
      case Releasing _, Held _, Forwarding _, WayBack _, RampingDown _, Unreadable _, Terminal _ ->
          "";
    };
  }

  private static String between(int at, int last) {
    return at == 0 ? "before" : at < last ? "between" : "last";
  }
}
