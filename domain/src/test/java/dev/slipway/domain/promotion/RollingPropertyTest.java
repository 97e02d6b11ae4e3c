package dev.slipway.domain.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.RollingPlan;
import dev.slipway.domain.settings.RollingPlan.Mode;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What rolling promises, over any size, step and pace. [RollingModel] checks after every decision
/// that the ready replicas stay above what the mode allows and that no share is above the ready
/// share.
class RollingPropertyTest {
  private static final int MANY_TICKS = 4_000;

  @Property(tries = 300)
  void everyRollingPromotionSucceedsWhereReplicasBecomeReady(
      @ForAll Mode mode,
      @ForAll @IntRange(min = 1, max = 50) int percent,
      @ForAll @IntRange(min = 1, max = 40) int total,
      @ForAll @IntRange(max = 200) int overhead,
      @ForAll @IntRange(max = 30) int rest,
      @ForAll long seed) {
    var rollingModel =
        new RollingModel(
            new RollingPlan(mode, percent, overhead, Duration.ofSeconds(rest)), total, seed);
    for (int i = 0; i < MANY_TICKS && !rollingModel.promotion.state().isTerminal(); i++) {
      rollingModel.pass();
      rollingModel.tick();
    }
    assertThat(rollingModel.promotion.state()).isInstanceOf(PromotionState.Succeeded.class);
    assertThat(rollingModel.routing.split()).isEqualTo(new Split.Whole("new"));
    assertThat(rollingModel.candidateReady).isEqualTo(total);
  }

  @Property(tries = 300)
  void everyCancelEndsCanceledWithThePreviousDeploymentAtFullSize(
      @ForAll Mode mode,
      @ForAll @IntRange(min = 1, max = 50) int percent,
      @ForAll @IntRange(min = 1, max = 40) int total,
      @ForAll @IntRange(max = 100) int overhead,
      @ForAll @IntRange(max = 300) int ticksBefore,
      @ForAll boolean losses,
      @ForAll long seed) {
    var rollingModel =
        new RollingModel(
            new RollingPlan(mode, percent, overhead, Duration.ofSeconds(9)), total, seed);
    for (int i = 0; i < ticksBefore && !rollingModel.promotion.state().isTerminal(); i++) {
      rollingModel.pass();
      if (losses && i % 7 == 0) {
        rollingModel.loseSome();
      }
      rollingModel.tick();
    }
    if (rollingModel.promotion.state().isTerminal()) {
      return;
    }
    int share = rollingModel.share();
    rollingModel.accept(new Command.Cancel());
    assertThat(rollingModel.share()).isLessThanOrEqualTo(share);
    for (int i = 0; i < MANY_TICKS && !rollingModel.promotion.state().isTerminal(); i++) {
      int before = rollingModel.share();
      rollingModel.pass();
      rollingModel.tick();
      assertThat(rollingModel.share())
          .as("a cancel never gives the candidate more")
          .isLessThanOrEqualTo(before);
    }
    assertThat(rollingModel.promotion.state()).isInstanceOf(PromotionState.Canceled.class);
    assertThat(rollingModel.routing.split()).isEqualTo(new Split.Whole("old"));
    assertThat(rollingModel.previousDesired).isEqualTo(total);
  }

  @Property(tries = 200)
  void aDeadCandidateNeverHoldsUpACancel(
      @ForAll @IntRange(min = 1, max = 50) int percent,
      @ForAll @IntRange(min = 2, max = 40) int total,
      @ForAll @IntRange(min = 1, max = 100) int ticksBefore,
      @ForAll long seed) {
    var rollingModel =
        new RollingModel(new RollingPlan(Mode.SURGE, percent, 0, Duration.ZERO), total, seed);
    for (int i = 0; i < ticksBefore && !rollingModel.promotion.state().isTerminal(); i++) {
      rollingModel.pass();
      rollingModel.tick();
    }
    if (rollingModel.promotion.state().isTerminal()) {
      return;
    }
    rollingModel.candidateReady = 0;
    rollingModel.accept(new Command.Cancel());
    rollingModel.tick();
    assertThat(rollingModel.promotion.state()).isInstanceOf(PromotionState.Canceled.class);
  }

  @Property(tries = 200)
  void aDemandThatChangesInTheMiddleIsFollowedByBothSides(
      @ForAll Mode mode,
      @ForAll @IntRange(min = 5, max = 50) int percent,
      @ForAll @IntRange(min = 1, max = 30) int total,
      @ForAll long seed) {
    var rollingModel =
        new RollingModel(new RollingPlan(mode, percent, 0, Duration.ofSeconds(6)), total, seed);
    for (int i = 0; i < MANY_TICKS && !rollingModel.promotion.state().isTerminal(); i++) {
      rollingModel.pass();
      if (i % 9 == 0 && i < 200) {
        rollingModel.total = 1 + rollingModel.random.nextInt(30);
      }
      rollingModel.tick();
    }
    assertThat(rollingModel.promotion.state()).isInstanceOf(PromotionState.Succeeded.class);
    assertThat(rollingModel.candidateReady).isGreaterThanOrEqualTo(rollingModel.total);
  }

  @Property(tries = 200)
  void aDemandThatWobblesMovesNothingToTheCandidate(
      @ForAll @IntRange(min = 2, max = 30) int total,
      @ForAll @IntRange(min = 1, max = 5) int step,
      @ForAll long seed) {
    var rollingModel =
        new RollingModel(
            new RollingPlan(Mode.SURGE, step * 10, 0, Duration.ofHours(1)), total, seed);
    for (int i = 0; i < 60; i++) {
      rollingModel.pass();
      rollingModel.tick();
    }
    int before = rollingModel.candidateDesired;
    for (int i = 0; i < 40; i++) {
      rollingModel.total = total + (i % 2 == 0 ? 1 : 0);
      rollingModel.pass();
      rollingModel.tick();
    }
    assertThat(rollingModel.candidateDesired).isEqualTo(before);
  }
}
