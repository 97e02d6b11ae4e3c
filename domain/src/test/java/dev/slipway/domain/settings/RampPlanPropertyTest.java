package dev.slipway.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.promotion.Promotions;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RampPlanPropertyTest {
  private static final Instant T0 = Promotions.T0;

  @Property
  void sharesGrowByTheSameStepUpToAHundred(@ForAll @IntRange(min = 2, max = 10) int stage) {
    var plan = new RampPlan(Duration.ofSeconds(1));
    assertThat(plan.percent(stage) - plan.percent(stage - 1)).isEqualTo(10);
    assertThat(plan.percent(RampPlan.STAGES)).isEqualTo(100);
  }

  @Property
  void aRampOnTimeLastsItsTotal(@ForAll @LongRange(min = 0, max = 604_800_000L) long millis) {
    var plan = new RampPlan(Duration.ofMillis(millis));
    Instant ends = T0;
    for (int stage = 1; stage <= RampPlan.STAGES; stage++) {
      ends = plan.endOfStage(ends, ends);
    }
    var total = Duration.between(T0, ends);
    assertThat(total).isBetween(plan.total().minusNanos(RampPlan.STAGES), plan.total());
  }

  @Property
  void noStageEndsBeforeItBeganHoweverLateItsTickIs(
      @ForAll @LongRange(min = 10, max = 1_000_000) long millis,
      @ForAll @LongRange(min = 0, max = 10_000_000) long lateMillis) {
    var plan = new RampPlan(Duration.ofMillis(millis));
    Instant now = T0.plusMillis(lateMillis);
    Instant ends = plan.endOfStage(T0, now);
    assertThat(ends).isAfter(now);
    assertThat(Duration.between(now, ends)).isLessThanOrEqualTo(plan.stage());
  }
}
