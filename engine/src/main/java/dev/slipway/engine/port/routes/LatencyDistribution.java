package dev.slipway.engine.port.routes;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A distribution of latencies.
///
/// @param counts how many there were, by the upper bound of their bucket in microseconds
/// @param sumMicros all of them together, in microseconds
public record LatencyDistribution(SortedMap<Long, Long> counts, long sumMicros) {
  public static final LatencyDistribution NONE =
      new LatencyDistribution(Collections.emptySortedMap(), 0);

  private static final double MICROS_PER_SECOND = 1e6;

  public LatencyDistribution {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public LatencyDistribution plus(LatencyDistribution other) {
    return merged(other, 1);
  }

  /// What came since `before`, of which nothing was taken away. Where the counters were reset in
  /// between, all of this came since.
  public LatencyDistribution since(LatencyDistribution before) {
    boolean grown =
        before.counts.entrySet().stream()
            .allMatch(e -> counts.getOrDefault(e.getKey(), 0L) >= e.getValue());
    return grown ? merged(before, -1) : this;
  }

  private LatencyDistribution merged(LatencyDistribution other, int sign) {
    if (other.counts.isEmpty()) {
      return this;
    }
    var all = new TreeMap<>(counts);
    for (Map.Entry<Long, Long> e : other.counts.entrySet()) {
      all.merge(e.getKey(), sign * e.getValue(), Long::sum);
    }
    all.values().removeIf(n -> n == 0);
    return new LatencyDistribution(all, Math.max(0, sumMicros + sign * other.sumMicros));
  }

  /// The smallest bound that `share` of all times do not pass, in seconds.
  ///
  /// @param share over 0, up to 1
  /// @throws IllegalStateException where there are no times
  public double quantileSeconds(double share) {
    long wanted = Math.max(1, (long) Math.ceil(count() * share));
    long seen = 0;
    for (Map.Entry<Long, Long> e : counts.entrySet()) {
      seen += e.getValue();
      if (seen >= wanted) {
        return e.getKey() / MICROS_PER_SECOND;
      }
    }
    throw new IllegalStateException("quantile of no times (expected: some)");
  }

  /// In seconds.
  ///
  /// @throws IllegalStateException where there are no times
  public double averageSeconds() {
    long n = count();
    if (n == 0) {
      throw new IllegalStateException("average of no times (expected: some)");
    }
    return sumMicros / MICROS_PER_SECOND / n;
  }
}
