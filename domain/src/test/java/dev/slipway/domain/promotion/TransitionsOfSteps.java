package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.rolling;
import static dev.slipway.domain.promotion.Promotions.rollingStep;
import static dev.slipway.domain.promotion.Promotions.rollingToPause;
import static dev.slipway.domain.promotion.Promotions.side;
import static dev.slipway.domain.promotion.Transition.given;

import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.Returning;
import dev.slipway.domain.promotion.PromotionState.ReturningAfterFailure;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingToPause;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Stabilizing;
import java.util.stream.Stream;

/// Named transitions of a rolling promotion whose step is under way: to 4 of 10 replicas.
final class TransitionsOfSteps {
  private static final Side SIX = side(6);
  private static final Side FOUR = side(4);
  private static final Side CRASHED = new Side(4, 0, 0, true, 3, "exit code 1", null);
  private static final Side ONE_CRASH_LOOPS = new Side(4, 3, 3, false, 5, "exit code 1", null);

  private TransitionsOfSteps() {}

  static Stream<Transition> all() {
    return Stream.concat(step(), toPause());
  }

  private static Stream<Transition> step() {
    var step = given(rolling(rollingStep(4)), SIX, FOUR);
    return Stream.of(
        given(rolling(rollingStep(4)), side(6), side(4, 3))
            .leads("replicas that are lost give their share back", RollingUp.class, 33),
        step.leads("a step that is complete rests", Stabilizing.class, 40),
        given(rolling(rollingStep(4)), side(7), ONE_CRASH_LOOPS)
            .leads("the share is mended before anything is given up", RollingUp.class, 30),
        given(rolling(rollingStep(4)), side(7), ONE_CRASH_LOOPS)
            .at(30)
            .leads(
                "a replica that crash-loops takes the step back", ReturningAfterFailure.class, 30),
        given(rolling(rollingStep(4)), SIX, CRASHED)
            .leads("a candidate that died whole fails the step", Failed.class, 0),
        step.asked("a pause waits for the step", new Command.Pause(), RollingToPause.class, 40),
        given(rolling(rollingStep(4)), SIX, FOUR)
            .asked(
                "a cancel moves what the previous deployment can carry",
                new Command.Cancel(),
                Returning.class,
                40),
        given(rolling(rollingStep(4)), side(10), FOUR)
            .asked(
                "a cancel over a whole previous deployment returns everything",
                new Command.Cancel(),
                RampingDown.class,
                0),
        step.asked("a forced cancel of a step", new Command.ForceCancel(), RampingDown.class, 0),
        step.asked(
            "a step that is forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }

  private static Stream<Transition> toPause() {
    var step = given(rolling(rollingToPause(4)), SIX, FOUR);
    return Stream.of(
        given(rolling(rollingToPause(4)), side(6), side(4, 3))
            .leads("a step before a pause follows what is ready", RollingToPause.class, 33),
        step.leads("a step before a pause ends in it", RollingPaused.class, 40),
        given(rolling(rollingToPause(4)), side(7), ONE_CRASH_LOOPS)
            .at(30)
            .leads(
                "a crash-looping replica takes a step before a pause back",
                ReturningAfterFailure.class,
                30),
        given(rolling(rollingToPause(4)), SIX, CRASHED)
            .leads("a candidate that died fails a step before a pause", Failed.class, 0),
        step.asked("a resume lifts the pause to come", new Command.Resume(), RollingUp.class, 40),
        step.asked("a cancel of a step before a pause", new Command.Cancel(), Returning.class, 40),
        given(rolling(rollingToPause(4)), side(10), FOUR)
            .asked(
                "a cancel before a pause returns everything to whole capacity",
                new Command.Cancel(),
                RampingDown.class,
                0),
        step.asked(
            "a forced cancel of a step before a pause",
            new Command.ForceCancel(),
            RampingDown.class,
            0),
        step.asked(
            "a step before a pause that is forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }
}
