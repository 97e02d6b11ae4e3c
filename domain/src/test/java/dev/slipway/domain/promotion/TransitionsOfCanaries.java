package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.canary;
import static dev.slipway.domain.promotion.Promotions.down;
import static dev.slipway.domain.promotion.Promotions.paused;
import static dev.slipway.domain.promotion.Promotions.rampingUp;
import static dev.slipway.domain.promotion.Promotions.side;
import static dev.slipway.domain.promotion.Transition.given;

import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.Paused;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.Returning;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import java.util.stream.Stream;

/// Named transitions of a canary whose traffic moves.
final class TransitionsOfCanaries {
  private static final Side OLD = side(10);
  private static final Side NEW = side(2);
  private static final Side CRASHED = new Side(2, 0, 0, true, 3, "exit code 1", null);

  private TransitionsOfCanaries() {}

  static Stream<Transition> all() {
    return Stream.concat(ramp(), pause());
  }

  private static Stream<Transition> ramp() {
    var ramp = given(canary(rampingUp(5)), OLD, NEW);
    return Stream.of(
        ramp.after(50).leads("a stage follows when its time has come", RampingUp.class, 60),
        given(canary(rampingUp(5)), down(10), NEW)
            .leads(
                "with the previous deployment down its traffic is held on the candidate",
                RampingUp.class,
                100),
        given(canary(rampingUp(10)), OLD, NEW)
            .after(100)
            .leads("a canary succeeds after its last stage", Succeeded.class, 100),
        given(canary(rampingUp(5)), OLD, CRASHED)
            .leads("a candidate that crash-loops mid-ramp fails", Failed.class, 0),
        ramp.asked("a pause pins the split", new Command.Pause(), Paused.class, 50),
        ramp.asked(
            "a cancel mid-ramp returns everything", new Command.Cancel(), RampingDown.class, 0),
        given(canary(rampingUp(5)), down(10), NEW)
            .asked(
                "a cancel waits for a previous deployment that is down",
                new Command.Cancel(),
                Returning.class,
                100),
        ramp.asked("a forced cancel mid-ramp", new Command.ForceCancel(), RampingDown.class, 0),
        ramp.asked(
            "a ramp that is forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }

  private static Stream<Transition> pause() {
    var before = given(canary(paused(0)), OLD, NEW);
    var half = given(canary(paused(5)), OLD, NEW);
    return Stream.of(
        given(canary(paused(5)), down(10), NEW)
            .leads("while paused the healthy side is given everything", Paused.class, 100),
        given(canary(paused(5)), OLD, CRASHED)
            .leads("a candidate that crash-loops while paused fails", Failed.class, 0),
        before.asked("a resume takes the first stage", new Command.Resume(), RampingUp.class, 10),
        half.asked("a resume goes on with its stage", new Command.Resume(), RampingUp.class, 50),
        given(canary(paused(0)), OLD, side(2, 0))
            .asked(
                "a resume awaits a candidate that was lost before the first shift",
                new Command.Resume(),
                Releasing.class,
                0),
        before.asked("a cancel before the first shift", new Command.Cancel(), RampingDown.class, 0),
        half.asked("a cancel while paused", new Command.Cancel(), RampingDown.class, 0),
        given(canary(paused(5)), down(10), NEW)
            .asked(
                "a cancel while paused waits for what is down",
                new Command.Cancel(),
                Returning.class,
                100),
        before.asked(
            "a forced cancel before the first shift",
            new Command.ForceCancel(),
            RampingDown.class,
            0),
        half.asked("a forced cancel while paused", new Command.ForceCancel(), RampingDown.class, 0),
        half.asked(
            "a paused ramp that is forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }
}
