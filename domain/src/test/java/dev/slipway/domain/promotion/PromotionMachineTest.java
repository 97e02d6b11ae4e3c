package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.PromotionState.Canceled;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RampPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionMachineTest {

  @Test
  void aPlainPromotionMovesAllTrafficOnceEnoughReplicasAreReady() {
    var p = Promotions.plain(Promotions.releasing());
    var one = PromotionMachine.decide(p, Promotions.seen(p.state(), T0, 1));
    assertThat(one.changed()).isFalse();

    var two = PromotionMachine.decide(p, Promotions.seen(p.state(), T0, 2));
    assertThat(two.next()).isEqualTo(new Succeeded(T0));
    assertThat(two.routing()).isEqualTo(new Routing(7, new Split.Whole("new")));
    assertThat(two.consequences())
        .contains(
            new Consequence.MakeCurrent("new"),
            new Consequence.ClearCandidate(),
            new Consequence.Release("old", Cleanup.SCALE_TO_ZERO));
  }

  @Test
  void aCanaryTakesTenStagesAndHoldsTheLastOneBeforeItSucceeds() {
    var p = Promotions.canary(Promotions.releasing());
    var routing = Promotions.routing(p.state());
    var at = T0;
    for (int stage = 1; stage <= RampPlan.STAGES; stage++) {
      var d =
          PromotionMachine.decide(
              p, Promotions.seen(routing, at, Promotions.side(1), Promotions.side(2)));
      assertThat(d.routing().split()).isEqualTo(new Split.Shared("old", "new", stage * 10));
      assertThat(d.next()).isInstanceOf(RampingUp.class);
      p = p.with(d.next());
      routing = d.routing();
      at = at.plus(Promotions.PLAN.stage());
    }
    var end =
        PromotionMachine.decide(
            p, Promotions.seen(routing, at, Promotions.side(1), Promotions.side(2)));
    assertThat(end.next()).isEqualTo(new Succeeded(T0.plus(Promotions.PLAN.total())));
  }

  @Test
  void aStageIsNotLeftBeforeItsTime() {
    var p = Promotions.canary(Promotions.rampingUp(3));
    var d =
        PromotionMachine.decide(p, Promotions.seen(p.state(), T0.plusSeconds(30).minusNanos(1), 2));
    assertThat(d.changed()).isFalse();
    assertThat(d.wakeAt()).isEqualTo(T0.plusSeconds(30));
  }

  @Test
  void aServerThatWasAwayForLongTakesOneStageNotFive() {
    var p = Promotions.canary(Promotions.rampingUp(3));
    var late = T0.plusSeconds(95);
    var d = PromotionMachine.decide(p, Promotions.seen(p.state(), late, 2));
    assertThat(d.routing().split()).isEqualTo(new Split.Shared("old", "new", 40));
    assertThat(d.wakeAt()).isEqualTo(late.plusSeconds(10));
  }

  @Test
  void aRampStandsStillWhileNoReplicaOfTheCandidateIsReady() {
    var p = Promotions.canary(Promotions.rampingUp(3));
    var d = PromotionMachine.decide(p, Promotions.seen(p.state(), T0.plusSeconds(60), 0));
    assertThat(d.changed()).isFalse();
  }

  @Test
  void aRampThatStandsStillTooLongFailsTowardTheStableSide() {
    var state = Promotions.rampingUp(3);
    var p = Promotions.canary(state);
    var d = PromotionMachine.decide(p, Promotions.seen(state, state.deadline(), 0));
    assertThat(d.next()).isInstanceOf(Failed.class);
    assertThat(d.routing().split()).isEqualTo(Promotions.OLD);
  }

  @Test
  void aCandidateThatIsNotReadyInTimeFailsAndSaysHowManyWereReady() {
    var p = Promotions.plain(Promotions.releasing());
    var d = PromotionMachine.decide(p, Promotions.seen(p.state(), T0.plusSeconds(600), 1));
    assertThat(d.next())
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("1 of 2 ready replicas"));
  }

  @Test
  void aCandidateThatFailsMidRampFailsThePromotionWithItsCauseAndStaysVisible() {
    var state = Promotions.rampingUp(4);
    var p = Promotions.canary(state);
    var seen =
        Promotions.seen(
            Promotions.routing(state), T0, Promotions.side(1), Promotions.broken(1, "exit code 3"));
    var d = PromotionMachine.decide(p, seen);
    assertThat(d.next()).isEqualTo(new Failed(T0, "exit code 3"));
    assertThat(d.routing().split()).isEqualTo(Promotions.OLD);
    assertThat(d.consequences()).doesNotContain(new Consequence.ClearCandidate());
  }

  @Test
  void rampingDownEndsOnlyWhenTheFenceIsConfirmed() {
    var state = Promotions.rampingDown();
    var p = Promotions.canary(state);
    var routing = Promotions.routing(state);
    var open =
        PromotionMachine.decide(
            p, Promotions.seen(routing, T0, Promotions.side(1), Promotions.side(0)));
    assertThat(open.changed()).isFalse();
    var closed =
        PromotionMachine.decide(
            p,
            Promotions.fenced(
                Promotions.seen(routing, T0, Promotions.side(1), Promotions.side(0))));
    assertThat(closed.next()).isEqualTo(new Canceled(T0));
    assertThat(closed.consequences())
        .contains(
            new Consequence.ClearCandidate(), new Consequence.Release("new", Cleanup.DEACTIVATE));
  }

  @Test
  void aDeadCandidateDoesNotHoldUpACancel() {
    var state = Promotions.rampingDown();
    var p = Promotions.canary(state);
    var seen =
        Promotions.fenced(
            Promotions.seen(
                Promotions.routing(state),
                T0,
                Promotions.side(1),
                Promotions.broken(0, "it crashed")));
    assertThat(PromotionMachine.decide(p, seen).next()).isInstanceOf(Canceled.class);
  }

  @Test
  void terminalStatesAbsorbWhateverIsSeen() {
    for (PromotionState s :
        List.of(Promotions.succeeded(), Promotions.canceled(), Promotions.failed())) {
      var p = Promotions.canary(s);
      var seen =
          Promotions.fenced(
              Promotions.seen(
                  Promotions.routing(s), T0, Promotions.side(1), Promotions.broken(9, "broken")));
      assertThat(PromotionMachine.decide(p, seen).changed()).isFalse();
    }
  }

  @Test
  void theFirstDeploymentOfAnEnvironmentBecomesCurrentAsSoonAsItIsReady() {
    var p =
        Promotions.promotion(
            new PromotionKind.Canary(Promotions.PLAN), null, Promotions.releasing());
    var d =
        PromotionMachine.decide(
            p, Promotions.seen(Routing.EMPTY, T0, Observation.Side.NONE, Promotions.side(2)));
    assertThat(d.next()).isInstanceOf(Succeeded.class);
    assertThat(d.routing()).isEqualTo(new Routing(1, new Split.Whole("new")));
  }
}
