package dev.slipway.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Autoscale.Advice;
import dev.slipway.domain.deployment.Autoscale.Load;
import dev.slipway.domain.deployment.Autoscale.Memory;
import dev.slipway.domain.promotion.Promotions;
import dev.slipway.domain.settings.AutoscalingSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscaleTest {
  private static final Instant T0 = Promotions.T0;
  private static final AutoscalingSettings SETTINGS =
      new AutoscalingSettings(0, 20, 60, 900, 4, 50, null, 50);

  private static Load steady(int inFlight) {
    return new Load(60L * inFlight, 60, inFlight, inFlight > 0, true);
  }

  private static Advice advise(int current, Load load, long second, Memory memory) {
    return Autoscale.advise(SETTINGS, 0, current, load, T0.plusSeconds(second), memory);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 70, 0",
    "1, 1, 1, 70, 2",
    "7, 1, 10, 70, 1",
    "8, 1, 10, 70, 2",
    "70, 1, 10, 70, 10",
    "71, 1, 10, 70, 11",
    "1, 60, 10, 70, 1",
    "100, 1, 1, 100, 100",
  })
  void theRecommendationIsThePublishedFormula(
      long sum, int samples, int target, int utilization, int expected) {
    var s = new AutoscalingSettings(0, 1, 60, 900, target, utilization, null, 50);
    assertThat(Autoscale.needed(s, sum, samples)).isEqualTo(expected);
  }

  @Test
  void replicasAreAddedAtOnce() {
    assertThat(advise(1, steady(20), 0, Memory.NONE)).isEqualTo(new Advice(10, Memory.NONE));
  }

  @Test
  void replicasAreRemovedByTheRateAfterEachFullDelay() {
    var below = advise(10, steady(0), 0, Memory.NONE);
    assertThat(below).isEqualTo(new Advice(10, new Memory(T0)));
    assertThat(advise(10, steady(0), 899, below.memory()).replicas()).isEqualTo(10);
    var first = advise(10, steady(0), 900, below.memory());
    assertThat(first.replicas()).isEqualTo(5);
    assertThat(advise(5, steady(0), 1799, first.memory()).replicas()).isEqualTo(5);
    assertThat(advise(5, steady(0), 1800, first.memory()).replicas()).isEqualTo(3);
  }

  @Test
  void aRecommendationThatRoseInBetweenStartsTheDelayAnew() {
    var below = advise(2, steady(1), 0, Memory.NONE);
    var risen = advise(2, steady(4), 500, below.memory());
    assertThat(risen).isEqualTo(new Advice(2, Memory.NONE));
    var again = advise(2, steady(1), 501, risen.memory());
    assertThat(advise(2, steady(1), 900, again.memory()).replicas()).isEqualTo(2);
    assertThat(advise(2, steady(1), 1401, again.memory()).replicas()).isEqualTo(1);
  }

  @Test
  void theLastReplicaGoesOnlyAfterAWholeDelayWithoutARequest() {
    var idle = advise(1, steady(0), 0, Memory.NONE);
    // It came and went between two samples.
    var brief = advise(1, new Load(0, 60, 0, true, true), 899, idle.memory());
    assertThat(brief).isEqualTo(new Advice(1, Memory.NONE));
    var again = advise(1, steady(0), 900, brief.memory());
    assertThat(again.replicas()).isEqualTo(1);
    assertThat(advise(1, steady(0), 1800, again.memory()).replicas()).isZero();
  }

  @Test
  void nothingIsRemovedBeforeAWholeWindowWasSeen() {
    var young = new Load(0, 5, 0, false, false);
    var advice = advise(10, young, 2000, new Memory(T0));
    assertThat(advice).isEqualTo(new Advice(10, new Memory(T0)));
  }

  @Test
  void aLowerLimitOfThePromotionHoldsAlsoOverTheMaximum() {
    var advice = Autoscale.advise(SETTINGS, 25, 25, steady(0), T0.plusSeconds(900), new Memory(T0));
    assertThat(advice.replicas()).isEqualTo(25);
  }

  @Test
  void newLimitsHoldAtOnce() {
    assertThat(advise(30, steady(0), 0, Memory.NONE).replicas()).isEqualTo(20);
    assertThat(Autoscale.advise(SETTINGS, 3, 1, steady(0), T0, Memory.NONE).replicas())
        .isEqualTo(3);
  }
}
