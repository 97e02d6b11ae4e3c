package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.canary;
import static dev.slipway.domain.promotion.Promotions.down;
import static dev.slipway.domain.promotion.Promotions.forwarding;
import static dev.slipway.domain.promotion.Promotions.rampingDown;
import static dev.slipway.domain.promotion.Promotions.returning;
import static dev.slipway.domain.promotion.Promotions.returningAfterFailure;
import static dev.slipway.domain.promotion.Promotions.rolling;
import static dev.slipway.domain.promotion.Promotions.side;
import static dev.slipway.domain.promotion.Transition.given;

import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.Canceled;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.Returning;
import dev.slipway.domain.promotion.PromotionState.ReturningAfterFailure;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import java.util.stream.Stream;

/// Named transitions of what is forced forward or on its way back.
final class TransitionsOfEnds {
  private static final Side OLD = side(10);
  private static final Side NEW = side(2);
  private static final Side CRASHED = new Side(2, 0, 0, true, 3, "exit code 1", null);

  private TransitionsOfEnds() {}

  static Stream<Transition> all() {
    return Stream.of(forward(), back(), afterFailure(), unreadable()).flatMap(each -> each);
  }

  private static Stream<Transition> forward() {
    var forward = given(canary(forwarding()), OLD, NEW);
    return Stream.of(
        forward.confirmed().leads("once it is confirmed it succeeds", Succeeded.class, 100),
        given(canary(forwarding()), OLD, CRASHED)
            .leads("a candidate that dies on the way forward fails", Failed.class, 0),
        forward.asked("a cancel overrules the force", new Command.Cancel(), RampingDown.class, 0),
        given(canary(forwarding()), down(10), NEW)
            .asked(
                "a cancel of the force waits for what is down",
                new Command.Cancel(),
                Returning.class,
                100),
        forward.asked(
            "a forced cancel overrules the force",
            new Command.ForceCancel(),
            RampingDown.class,
            0));
  }

  private static Stream<Transition> back() {
    var cancelled = given(rolling(returning()), side(10, 8), side(5));
    return Stream.of(
        cancelled.leads("each replica that is ready takes its share back", Returning.class, 20),
        given(rolling(returning()), OLD, side(5))
            .leads("at full capacity everything is back", RampingDown.class, 0),
        cancelled.asked(
            "a forced cancel does not wait", new Command.ForceCancel(), RampingDown.class, 0),
        cancelled.asked(
            "a return can be forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100),
        given(canary(rampingDown()), OLD, NEW)
            .confirmed()
            .leads("the gateways' confirmation ends a cancel", Canceled.class, 0),
        given(canary(rampingDown()), OLD, NEW)
            .asked(
                "a cancel that is not confirmed yet can be forced forward",
                new Command.ForceRollForward(),
                Forwarding.class,
                100));
  }

  private static Stream<Transition> afterFailure() {
    var failing = given(rolling(returningAfterFailure()), side(10, 8), side(5));
    return Stream.of(
        failing.leads(
            "each replica that is ready takes its share back after a failure",
            ReturningAfterFailure.class,
            20),
        given(rolling(returningAfterFailure()), OLD, side(5))
            .leads("a failure ends when everything is back", Failed.class, 0),
        failing.asked(
            "a cancel makes a failure a cancel", new Command.Cancel(), Returning.class, 50),
        failing.asked(
            "a forced cancel does not wait for a failure's way back",
            new Command.ForceCancel(),
            RampingDown.class,
            0),
        failing.asked(
            "a return after a failure can be forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }

  private static Stream<Transition> unreadable() {
    var unreadable = given(canary(Promotions.unreadable()), OLD, NEW);
    return Stream.of(
        unreadable.leads("what cannot be read fails toward stable", Failed.class, 0),
        unreadable.asked(
            "a cancel of what cannot be read returns everything",
            new Command.Cancel(),
            RampingDown.class,
            0),
        unreadable.asked(
            "a forced cancel of what cannot be read",
            new Command.ForceCancel(),
            RampingDown.class,
            0),
        unreadable.asked(
            "what cannot be read can be forced forward",
            new Command.ForceRollForward(),
            Forwarding.class,
            100));
  }
}
