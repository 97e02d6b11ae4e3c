package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.down;
import static dev.slipway.domain.promotion.Promotions.rolling;
import static dev.slipway.domain.promotion.Promotions.rollingPaused;
import static dev.slipway.domain.promotion.Promotions.side;
import static dev.slipway.domain.promotion.Promotions.stabilizing;
import static dev.slipway.domain.promotion.Transition.given;

import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.Returning;
import dev.slipway.domain.promotion.PromotionState.ReturningAfterFailure;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Stabilizing;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import java.util.stream.Stream;

/// Named transitions of a rolling promotion between two steps.
final class TransitionsOfRests {
  private static final Side SIX = side(6);
  private static final Side FOUR = side(4);
  private static final Side CRASHED = new Side(4, 0, 0, true, 3, "exit code 1", null);
  private static final Side BROKEN = new Side(4, 4, 4, false, 0, null, "It cannot serve any more.");

  private TransitionsOfRests() {}

  static Stream<Transition> all() {
    return Stream.of(rest(), asked(), pause(), askedWhilePaused()).flatMap(each -> each);
  }

  private static Stream<Transition> rest() {
    var rest = given(rolling(stabilizing(4)), SIX, FOUR);
    return Stream.of(
        rest.after(30).leads("the next step begins when the split has rested", RollingUp.class, 40),
        given(rolling(stabilizing(4)), SIX, side(4, 2))
            .after(30)
            .leads("a step whose replicas were lost begins again", RollingUp.class, 25),
        given(rolling(stabilizing(4)), down(6), FOUR)
            .leads("a resting split is held on the healthy side", Stabilizing.class, 100),
        given(rolling(stabilizing(10)), side(1), side(10))
            .after(30)
            .leads("a rolling promotion succeeds after its last rest", Succeeded.class, 100),
        given(rolling(stabilizing(4)), SIX, BROKEN)
            .leads(
                "a candidate that breaks at rest is taken back", ReturningAfterFailure.class, 40),
        given(rolling(stabilizing(4)), SIX, CRASHED)
            .leads("a candidate that died at rest fails", Failed.class, 0));
  }

  private static Stream<Transition> asked() {
    var rest = given(rolling(stabilizing(4)), SIX, FOUR);
    return Stream.of(
        rest.asked("a pause at rest pins the split", new Command.Pause(), RollingPaused.class, 40),
        rest.asked("a cancel at rest", new Command.Cancel(), Returning.class, 40),
        given(rolling(stabilizing(4)), side(10), FOUR)
            .asked(
                "a cancel at rest returns everything to whole capacity",
                new Command.Cancel(),
                RampingDown.class,
                0),
        rest.asked("a forced cancel at rest", new Command.ForceCancel(), RampingDown.class, 0),
        rest.asked(
            "what rests can be forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }

  private static Stream<Transition> pause() {
    return Stream.of(
        given(rolling(rollingPaused(4)), down(6), FOUR)
            .leads("a paused split is held on the healthy side", RollingPaused.class, 100),
        given(rolling(rollingPaused(4)), SIX, BROKEN)
            .leads(
                "a candidate that breaks while paused is taken back",
                ReturningAfterFailure.class,
                40),
        given(rolling(rollingPaused(4)), SIX, CRASHED)
            .leads("a candidate that died while paused fails", Failed.class, 0));
  }

  private static Stream<Transition> askedWhilePaused() {
    var before = given(rolling(rollingPaused(0)), side(10), side(2));
    var paused = given(rolling(rollingPaused(4)), SIX, FOUR);
    return Stream.of(
        before.asked("a resume begins the first step", new Command.Resume(), RollingUp.class, 16),
        paused.asked("a resume goes on from its step", new Command.Resume(), Stabilizing.class, 40),
        before.asked("a cancel before the first step", new Command.Cancel(), RampingDown.class, 0),
        paused.asked("a cancel between two steps", new Command.Cancel(), Returning.class, 40),
        given(rolling(rollingPaused(4)), side(10), FOUR)
            .asked(
                "a cancel between two steps returns everything to whole capacity",
                new Command.Cancel(),
                RampingDown.class,
                0),
        before.asked(
            "a forced cancel before the first step",
            new Command.ForceCancel(),
            RampingDown.class,
            0),
        paused.asked(
            "a forced cancel between two steps", new Command.ForceCancel(), RampingDown.class, 0),
        paused.asked(
            "a paused rolling promotion that is forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }
}
