package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RampPlan;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A pause that came before any traffic moved, and what comes after it.
class HeldBeforeTheFirstShiftTest {
  private static final PromotionKind CANARY = new PromotionKind.Canary(Promotions.PLAN);

  @Test
  void aResumedFirstPromotionOfAnEnvironmentSucceeds() {
    var p = Promotions.promotion(CANARY, null, Promotions.paused(0));
    var seen = Promotions.seen(Routing.EMPTY, T0, Side.NONE, Promotions.side(2));
    var resumed = p.with(resumed(p, seen).next());
    assertThat(PromotionMachine.decide(resumed, seen).next()).isEqualTo(new Succeeded(T0));
  }

  @Test
  void aResumedCanaryGivesNothingToACandidateThatWasLostMeanwhile() {
    var p = Promotions.canary(Promotions.paused(0));
    var lost =
        Promotions.seen(
            Promotions.routing(p.state()), T0, Promotions.side(3), Promotions.side(2, 1));
    var resumed = resumed(p, lost);
    assertThat(resumed.next()).isEqualTo(new Releasing(T0, T0.plus(RampPlan.STALL_TIMEOUT)));
    assertThat(resumed.routing().split()).isEqualTo(Promotions.OLD);

    var back = Promotions.seen(resumed.routing(), T0, Promotions.side(3), Promotions.side(2));
    assertThat(PromotionMachine.decide(p.with(resumed.next()), back).next())
        .isInstanceOf(RampingUp.class);
  }

  @Test
  void aRollingPromotionThatIsHeldTakesNoReplicaFromAnySide() {
    var plan = new RollingPlan(RollingPlan.Mode.UNAVAILABLE, 50, 20, Duration.ZERO);
    var surge = new RollingPlan(RollingPlan.Mode.SURGE, 50, 0, Duration.ZERO);
    assertThat(held(plan, 12, 1).consequences()).isEmpty();
    assertThat(held(surge, 10, 5).consequences()).isEmpty();
  }

  @Test
  void aRollingPromotionThatIsHeldFollowsTheDemand() {
    var plan = new RollingPlan(RollingPlan.Mode.SURGE, 50, 0, Duration.ZERO);
    assertThat(held(plan, 8, 5).consequences()).contains(new Consequence.Scale("old", 10));
  }

  private static Decision held(RollingPlan plan, int previous, int candidate) {
    var kind = new PromotionKind.Rolling(plan, Promotions.SIZE, Promotions.PATIENCE);
    var p = Promotions.promotion(kind, "old", new RollingPaused(T0, 0, Promotions.SIZE, 0));
    var routing = Promotions.routing(p.state());
    return PromotionMachine.decide(
        p, Promotions.seen(routing, T0, Promotions.side(previous), Promotions.side(candidate)));
  }

  private static Decision resumed(Promotion p, Observation seen) {
    return switch (PromotionCommands.accept(p.environment(), p, new Command.Resume(), seen)) {
      case Outcome.Accepted(var d) -> d;
      case Outcome.Refused(var why) -> throw new AssertionError(why);
    };
  }
}
