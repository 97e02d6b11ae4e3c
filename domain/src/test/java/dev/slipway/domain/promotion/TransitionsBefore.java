package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.canary;
import static dev.slipway.domain.promotion.Promotions.held;
import static dev.slipway.domain.promotion.Promotions.plain;
import static dev.slipway.domain.promotion.Promotions.releasing;
import static dev.slipway.domain.promotion.Promotions.rolling;
import static dev.slipway.domain.promotion.Promotions.side;
import static dev.slipway.domain.promotion.Transition.given;

import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.Held;
import dev.slipway.domain.promotion.PromotionState.Paused;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import java.util.stream.Stream;

/// Named transitions before any traffic has moved.
final class TransitionsBefore {
  private static final Side OLD = side(10);
  private static final Side NONE_READY = side(2, 0);

  private TransitionsBefore() {}

  static Stream<Transition> all() {
    return Stream.concat(released(), kept());
  }

  private static Stream<Transition> released() {
    var plain = given(plain(releasing()), OLD, side(2));
    var canary = given(canary(releasing()), OLD, side(2));
    var rolling = given(rolling(releasing()), OLD, side(2));
    return Stream.of(
        plain.leads("a plain promotion whose candidate is ready succeeds", Succeeded.class, 100),
        canary.leads(
            "a canary whose candidate is ready takes its first stage", RampingUp.class, 10),
        rolling.leads("a rolling promotion whose candidate is ready begins", RollingUp.class, 16),
        given(rolling(releasing()), side(8), NONE_READY)
            .leads("the previous deployment is provisioned first", Releasing.class, 0),
        given(plain(releasing()), OLD, Promotions.broken(0, "exit code 1"))
            .leads("a candidate that cannot be started fails the promotion", Failed.class, 0),
        canary.asked("a pause before the first shift is kept", new Command.Pause(), Held.class, 0),
        canary.asked("a cancel while it is built ends", new Command.Cancel(), RampingDown.class, 0),
        canary.asked("a forced cancel ends it", new Command.ForceCancel(), RampingDown.class, 0),
        plain.asked(
            "a candidate that is forced forward gets everything",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }

  private static Stream<Transition> kept() {
    var canary = given(canary(held()), OLD, side(2));
    return Stream.of(
        canary.leads("a held canary waits at zero percent", Paused.class, 0),
        given(rolling(held()), OLD, side(2))
            .leads("a held rolling promotion waits at zero percent", RollingPaused.class, 0),
        given(rolling(held()), side(8), NONE_READY)
            .leads("while it is held the previous deployment is provisioned", Held.class, 0),
        given(canary(held()), OLD, NONE_READY)
            .after(600)
            .leads("a held candidate that is not ready in time fails", Failed.class, 0),
        canary.asked("a resume lifts the hold", new Command.Resume(), Releasing.class, 0),
        canary.asked("a cancel while it is held ends", new Command.Cancel(), RampingDown.class, 0),
        canary.asked(
            "a forced cancel of what is held", new Command.ForceCancel(), RampingDown.class, 0),
        canary.asked(
            "what is held can be forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }
}
