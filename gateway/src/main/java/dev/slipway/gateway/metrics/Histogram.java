package dev.slipway.gateway.metrics;

import dev.slipway.engine.port.routes.LatencyDistribution;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/// Times in microseconds, in buckets that grow with the time: 16 to each power of two, so that a
/// quantile is at most 1/16 too high. It takes no lock; a reader may miss a time that is being
/// added.
final class Histogram {
  private static final int FINE_BITS = 4;
  private static final int FINE = 1 << FINE_BITS;
  private static final int MAX_BITS = 40;
  private static final int BUCKETS = (MAX_BITS - FINE_BITS + 1) * FINE;
  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  void add(long micros) {
    counts.getAndIncrement(bucket(micros));
  }

  /// The smallest bucket's upper bound that `share` of all times do not pass.
  ///
  /// @param share over 0, up to 1
  /// @return 0 where nothing was added
  long quantile(double share) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += counts.get(i);
    }
    if (total == 0) {
      return 0;
    }
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return upperBound(i);
      }
    }
    return upperBound(BUCKETS - 1);
  }

  /// All times that were added.
  ///
  /// @param sumMicros all times together
  LatencyDistribution times(long sumMicros) {
    var all = new TreeMap<Long, Long>();
    for (int i = 0; i < BUCKETS; i++) {
      long count = counts.get(i);
      if (count > 0) {
        all.put(upperBound(i), count);
      }
    }
    return new LatencyDistribution(all, sumMicros);
  }

  private static int bucket(long micros) {
    long value = Math.max(0, micros);
    if (value < FINE) {
      return (int) value;
    }
    int bits = Math.min(MAX_BITS - 1, 63 - Long.numberOfLeadingZeros(value));
    int shift = bits - FINE_BITS;
    int fine = (int) Math.min(FINE - 1, (value >>> shift) - FINE);
    return (shift + 1) * FINE + fine;
  }

  private static long upperBound(int bucket) {
    if (bucket < FINE) {
      return bucket;
    }
    int shift = bucket / FINE - 1;
    long fine = (long) bucket % FINE + FINE;
    return ((fine + 1) << shift) - 1;
  }
}
