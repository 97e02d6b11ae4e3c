package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.MetricSample.Flow;
import dev.slipway.engine.port.store.MetricSample.Scale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The part of the contract about samples.
interface StoreContractMetrics extends StoreContractPart {
  @Test
  default void aSampleIsReadAsItWasWritten() {
    var sample = sample("m1", 1);
    var bare = new MetricSample("m1", T0.plusSeconds(2), List.of(), List.of());
    write(tx -> {
      tx.metrics().append(sample);
      tx.metrics().append(bare);
    });
    assertThat(read("m1", T0, T0.plusSeconds(9))).containsExactly(sample, bare);
  }

  @Test
  default void samplesAreReadByModelAndTimeOldestFirst() {
    write(tx -> {
      tx.metrics().append(sample("m1", 3));
      tx.metrics().append(sample("m1", 1));
      tx.metrics().append(sample("m2", 2));
      tx.metrics().append(sample("m1", 4));
    });
    assertThat(read("m1", T0, T0.plusSeconds(9)))
        .containsExactly(sample("m1", 1), sample("m1", 3), sample("m1", 4));
    assertThat(read("m1", T0.plusSeconds(1), T0.plusSeconds(3))).containsExactly(sample("m1", 3));
    assertThat(read("m3", T0, T0.plusSeconds(9))).isEmpty();
  }

  @Test
  default void samplesArePrunedFromTheirOldEnd() {
    write(tx -> {
      for (int i = 1; i <= 6; i++) {
        tx.metrics().append(sample("m1", i));
      }
    });
    assertThat(pruned(T0, 6, 9)).isZero();
    assertThat(pruned(T0, 5, 9)).isEqualTo(1);
    assertThat(pruned(T0.plusSeconds(4), 100, 1)).isEqualTo(1);
    assertThat(pruned(T0.plusSeconds(4), 100, 9)).isEqualTo(1);
    assertThat(read("m1", T0, T0.plusSeconds(9)))
        .containsExactly(sample("m1", 4), sample("m1", 5), sample("m1", 6));
    assertThat(pruned(T0.plusSeconds(99), 100, 9)).isEqualTo(3);
    assertThat(pruned(T0.plusSeconds(99), 100, 9)).isZero();
  }

  private int pruned(Instant before, int keep, int limit) {
    return store().<Integer>transact(tx -> tx.metrics().prune(before, keep, limit));
  }

  private List<MetricSample> read(String model, Instant after, Instant until) {
    return list(tx -> {
      var all = new ArrayList<MetricSample>();
      tx.metrics().read(model, after, until, all::add);
      return all;
    });
  }

  private static MetricSample sample(String model, int second) {
    var latency =
        new LatencyDistribution(new TreeMap<>(Map.of(15L, 2L, 1_000_000L, 1L)), 1_000_025);
    return new MetricSample(
        model,
        T0.plusSeconds(second),
        List.of(
            new Flow("production", "d1", new StatusCounts(1, 2, 3, 4), 5, 6, latency, latency),
            new Flow(
                null,
                "d2",
                StatusCounts.NONE,
                1,
                0,
                LatencyDistribution.NONE,
                LatencyDistribution.NONE)),
        List.of(new Scale("d1", "production", 3, 2, 1, 9), new Scale("d2", null, 0, 0, 0, 0)));
  }
}
