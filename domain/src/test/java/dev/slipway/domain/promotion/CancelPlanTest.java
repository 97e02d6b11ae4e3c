package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.side;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.promotion.CancelPlan.Step;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// What a dry run says against what the deed does.
class CancelPlanTest {
  private static final int MANY_TICKS = 4_000;

  @Test
  void aCanaryIsTakenBackInOneStep() {
    var p = Promotions.canary(Promotions.rampingUp(4));
    var plan = plan(p, new Command.Cancel(), Promotions.seen(p.state(), Promotions.T0, 2));
    assertThat(plan.atOnce()).isTrue();
    assertThat(plan.steps())
        .containsExactly(
            new Step("RAMPING_DOWN", 0, Promotions.SIZE, Promotions.SIZE, 2),
            new Step("CANCELED", 0, Promotions.SIZE, Promotions.SIZE, 2));
    assertThat(plan.capacity().shortfall()).isZero();
  }

  @Test
  void aRollingPromotionReturnsReplicaByReplica() {
    var p = Promotions.rolling(Promotions.rollingStep(6));
    var seen = Promotions.seen(Promotions.routing(p.state()), Promotions.T0, side(4), side(6));
    var plan = plan(p, new Command.Cancel(), seen);
    assertThat(plan.atOnce()).isFalse();
    assertThat(plan.capacity()).isEqualTo(new CancelPlan.Capacity(4, 10));
    assertThat(plan.capacity().shortfall()).isEqualTo(6);
    assertThat(plan.steps()).extracting(Step::candidatePercent).startsWith(60, 50, 40, 30, 20, 10);
    assertThat(plan.steps().getFirst().previousWanted()).isEqualTo(10);
    assertThat(plan.steps().getLast().status()).isEqualTo("CANCELED");
  }

  @Test
  void aForcedOneDoesNotWaitForReplicas() {
    var p = Promotions.rolling(Promotions.rollingStep(6));
    var seen = Promotions.seen(Promotions.routing(p.state()), Promotions.T0, side(4), side(6));
    var plan = plan(p, new Command.ForceCancel(), seen);
    assertThat(plan.steps()).extracting(Step::candidatePercent).containsOnly(0);
    assertThat(plan.steps().getFirst().previousReady()).isEqualTo(4);
  }

  @Test
  void aRefusalIsThePlan() {
    for (Promotion p : new Promotion[] {null, Promotions.canary(Promotions.canceled())}) {
      var plan =
          CancelPlan.of(
              Promotions.ENVIRONMENT,
              p,
              new Command.Cancel(),
              Promotions.seen(Promotions.canceled(), Promotions.T0, 0));
      assertThat(plan)
          .isInstanceOfSatisfying(
              CancelPlan.Refused.class,
              r -> assertThat(r.why()).contains("has no in progress promotion"));
    }
  }

  @Property(tries = 300)
  void theFirstStepIsWhatTheCancelWritesAndTheLastIsWhereItEnds(
      @ForAll RollingPlan.Mode mode,
      @ForAll @IntRange(min = 1, max = 50) int percent,
      @ForAll @IntRange(min = 1, max = 40) int total,
      @ForAll @IntRange(max = 300) int ticksBefore,
      @ForAll boolean force,
      @ForAll boolean losses,
      @ForAll long seed) {
    var rollingModel =
        new RollingModel(new RollingPlan(mode, percent, 0, Duration.ofSeconds(9)), total, seed);
    for (int i = 0; i < ticksBefore && !rollingModel.promotion.state().isTerminal(); i++) {
      rollingModel.pass();
      if (losses && i % 7 == 0) {
        rollingModel.loseSome();
      }
      rollingModel.tick();
    }
    Command command = force ? new Command.ForceCancel() : new Command.Cancel();
    if (rollingModel.promotion.state().isTerminal()) {
      assertThat(
              CancelPlan.of(
                  Promotions.ENVIRONMENT, rollingModel.promotion, command, rollingModel.seen()))
          .isInstanceOf(CancelPlan.Refused.class);
      return;
    }
    var plan = plan(rollingModel.promotion, command, rollingModel.seen());
    rollingModel.accept(command);
    assertThat(plan.steps().getFirst()).isEqualTo(step(rollingModel));
    assertThat(plan.steps().getLast().status()).isEqualTo("CANCELED");
    for (int i = 0; i < MANY_TICKS && !rollingModel.promotion.state().isTerminal(); i++) {
      rollingModel.pass();
      rollingModel.tick();
    }
    assertThat(rollingModel.promotion.state().status()).isEqualTo("CANCELED");
    assertThat(plan.steps().getLast().previousWanted()).isEqualTo(rollingModel.previousDesired);
    assertThat(plan.steps())
        .isSortedAccordingTo((a, b) -> b.candidatePercent() - a.candidatePercent());
  }

  private static Step step(RollingModel rollingModel) {
    return new Step(
        rollingModel.promotion.state().status(),
        rollingModel.share(),
        rollingModel.previousReady,
        rollingModel.previousDesired,
        rollingModel.candidateDesired);
  }

  private static CancelPlan.Accepted plan(Promotion p, Command command, Observation seen) {
    return switch (CancelPlan.of(Promotions.ENVIRONMENT, p, command, seen)) {
      case CancelPlan.Accepted plan -> plan;
      case CancelPlan.Refused(var why, var _) -> throw new AssertionError(why);
    };
  }
}
