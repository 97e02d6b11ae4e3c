package dev.slipway.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Property
  void aQuantileIsAtMostASixteenthTooHigh(
      @ForAll @Size(min = 1, max = 50)
          List<@LongRange(min = 0, max = 500_000_000_000L) Long> times) {
    var histogram = new Histogram();
    times.forEach(histogram::add);
    var sorted = times.stream().sorted().toList();
    for (double share : new double[] {0.01, 0.5, 0.99, 1.0}) {
      long exact = sorted.get((int) Math.max(1, Math.ceil(sorted.size() * share)) - 1);
      assertThat(histogram.quantile(share)).isBetween(exact, exact + exact / 16 + 1);
    }
  }

  @Test
  void anEmptyOneHasNoQuantile() {
    assertThat(new Histogram().quantile(0.5)).isZero();
  }

  @Test
  void takesAnyTime() {
    var histogram = new Histogram();
    histogram.add(Long.MAX_VALUE);
    histogram.add(-1);
    assertThat(histogram.quantile(0.5)).isZero();
    assertThat(histogram.quantile(1)).isGreaterThan(500_000_000_000L);
  }
}
