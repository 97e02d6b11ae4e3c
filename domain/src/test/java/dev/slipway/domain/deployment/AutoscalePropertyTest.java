package dev.slipway.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Autoscale.Load;
import dev.slipway.domain.deployment.Autoscale.Memory;
import dev.slipway.domain.promotion.Promotions;
import dev.slipway.domain.settings.AutoscalingSettings;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AutoscalePropertyTest {
  private static final Instant T0 = Promotions.T0;
  private static final int SAMPLES = 60;

  @Provide
  Arbitrary<AutoscalingSettings> settings() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 100),
            Arbitraries.integers().between(1, 100),
            Arbitraries.integers().between(0, 3600),
            Arbitraries.integers().between(1, 50),
            Arbitraries.integers().between(1, 100),
            Arbitraries.integers().between(1, 50))
        .as((min, max, delay, target, utilization, rate) ->
            new AutoscalingSettings(
                Math.min(min, max), max, 60, delay, target, utilization, null, rate));
  }

  @Provide
  Arbitrary<Load> loads() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 100_000),
            Arbitraries.integers().between(0, 2_000),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as((sum, now, brief, whole) -> new Load(sum, SAMPLES, now, brief || now > 0, whole));
  }

  @Provide
  Arbitrary<Memory> memories() {
    return Arbitraries.longs()
        .between(0, 4_000)
        .map(ago -> new Memory(T0.minusSeconds(ago)))
        .injectNull(0.2)
        .map(m -> m == null ? Memory.NONE : m);
  }

  @Property
  void neverOutsideItsLimits(
      @ForAll("settings") AutoscalingSettings s,
      @ForAll @IntRange(min = 0, max = 20) int least,
      @ForAll @IntRange(min = 0, max = 120) int current,
      @ForAll("loads") Load load,
      @ForAll("memories") Memory memory) {
    int low = Math.max(s.minReplica(), least);
    assertThat(Autoscale.advise(s, least, current, load, T0, memory).replicas())
        .isBetween(low, Math.max(low, s.maxReplica()));
  }

  @Property
  void neverRemovesWhatTheRequestsOfTheMomentNeedNorMoreThanTheRate(
      @ForAll("settings") AutoscalingSettings s,
      @ForAll @IntRange(min = 1, max = 100) int anywhere,
      @ForAll("loads") Load load,
      @ForAll("memories") Memory memory) {
    int current = Math.clamp(anywhere, s.minReplica(), s.maxReplica());
    int after = Autoscale.advise(s, 0, current, load, T0, memory).replicas();
    if (after < current) {
      int needed = Math.max(Autoscale.needed(s, load.now(), 1), load.busy() ? 1 : 0);
      assertThat(after).isGreaterThanOrEqualTo(Math.min(current, needed));
      assertThat(current - after).isLessThanOrEqualTo(Math.max(1, current / 2));
      assertThat(memory.belowSince())
          .satisfiesAnyOf(
              since -> assertThat(since).isBeforeOrEqualTo(T0.minusSeconds(s.scaleDownDelay())),
              since -> assertThat(s.scaleDownDelay()).isZero());
    }
  }

  @Property
  void moreDemandNeverMeansFewerReplicas(
      @ForAll("settings") AutoscalingSettings s,
      @ForAll @IntRange(min = 0, max = 100) int current,
      @ForAll("loads") Load load,
      @ForAll @IntRange(min = 0, max = 1_000) int more,
      @ForAll("memories") Memory memory) {
    var heavier =
        new Load(
            load.sum() + more, SAMPLES, load.now() + more, load.busy() || more > 0, load.whole());
    assertThat(Autoscale.advise(s, 0, current, heavier, T0, memory).replicas())
        .isGreaterThanOrEqualTo(Autoscale.advise(s, 0, current, load, T0, memory).replicas());
  }

  @Property
  void withoutRequestsItComesToItsMinimumAndStaysThere(
      @ForAll("settings") AutoscalingSettings s,
      @ForAll @IntRange(min = 0, max = 100) int start,
      @ForAll("memories") Memory first) {
    var idle = new Load(0, SAMPLES, 0, false, true);
    int current = start;
    Memory memory = first;
    Instant at = T0;
    for (int delays = 0; delays <= AutoscalingSettings.MAX_REPLICAS + 1; delays++) {
      var advice = Autoscale.advise(s, 0, current, idle, at, memory);
      current = advice.replicas();
      memory = advice.memory();
      at = at.plusSeconds(s.scaleDownDelay());
    }
    assertThat(current).isEqualTo(s.minReplica());
  }
}
