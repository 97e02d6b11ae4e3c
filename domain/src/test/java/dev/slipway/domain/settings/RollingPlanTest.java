package dev.slipway.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.settings.RollingPlan.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The arithmetic by hand; the first two are the worked examples of the published page.
class RollingPlanTest {
  private static RollingPlan plan(Mode mode, int percent, int overhead) {
    return new RollingPlan(mode, percent, overhead, Duration.ZERO);
  }

  @Test
  void inUnavailableModeFiveReadyOfAStepOf25In100TakeThePreviousDeploymentFrom75To70() {
    var plan = plan(Mode.UNAVAILABLE, 25, 0);
    assertThat(plan.previous(100, 25, 0)).isEqualTo(75);
    assertThat(plan.previous(100, 25, 5)).isEqualTo(70);
  }

  @Test
  void inSurgeModeFiveReadyOfAStepOf25In100TakeThePreviousDeploymentFrom100To95() {
    var plan = plan(Mode.SURGE, 25, 0);
    assertThat(plan.previous(100, 25, 0)).isEqualTo(100);
    assertThat(plan.previous(100, 25, 5)).isEqualTo(95);
  }

  @Test
  void readyReplicasBeyondTheStepReplaceNothing() {
    assertThat(plan(Mode.SURGE, 25, 0).previous(100, 25, 40)).isEqualTo(75);
  }

  @Test
  void percentBecomeReplicasByRoundingUpAndAreAtLeastOne() {
    var plan = plan(Mode.SURGE, 10, 0);
    assertThat(plan.step(25)).isEqualTo(3);
    assertThat(plan.step(3)).isEqualTo(1);
    assertThat(plan.next(24, 25)).isEqualTo(25);
  }

  @Test
  void overheadIsKeptOnThePreviousDeploymentThroughTheRoll() {
    var plan = plan(Mode.SURGE, 50, 50);
    assertThat(plan.previous(4, 2, 0)).isEqualTo(6);
    assertThat(plan.previous(4, 2, 2)).isEqualTo(4);
    assertThat(plan.previous(4, 4, 4)).isEqualTo(2);
  }

  @Test
  void overheadStopsAtTheMostReplicasOfADeployment() {
    assertThat(plan(Mode.SURGE, 10, 500).previous(50, 5, 0)).isEqualTo(100);
  }

  @Test
  void theShareOfACompleteStepIsItsPartOfTheReplicas() {
    assertThat(plan(Mode.SURGE, 25, 0).shareAt(25, 100)).isEqualTo(25);
    assertThat(plan(Mode.UNAVAILABLE, 25, 0).shareAt(25, 100)).isEqualTo(33);
    assertThat(plan(Mode.SURGE, 50, 0).shareAt(1, 1)).isEqualTo(50);
  }

  @Test
  void aTotalThatGrowsOrShrinksIsDividedAsBefore() {
    assertThat(RollingPlan.scaled(3, 10, 20)).isEqualTo(6);
    assertThat(RollingPlan.scaled(6, 20, 10)).isEqualTo(3);
    assertThat(RollingPlan.scaled(1, 10, 2)).isEqualTo(1);
    assertThat(RollingPlan.scaled(0, 10, 20)).isZero();
  }

  @Test
  void theWayBackLeavesOnTheCandidateWhatThePreviousDeploymentCannotCarry() {
    assertThat(RollingPlan.returnShare(0, 10)).isEqualTo(100);
    assertThat(RollingPlan.returnShare(7, 10)).isEqualTo(30);
    assertThat(RollingPlan.returnShare(10, 10)).isZero();
    assertThat(RollingPlan.returnShare(2, 3)).isEqualTo(34);
  }
}
