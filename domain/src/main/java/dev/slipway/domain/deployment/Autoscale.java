package dev.slipway.domain.deployment;

import dev.slipway.domain.settings.AutoscalingSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How many replicas demand asks for, as published, as pure arithmetic.
///
/// The recommendation is `ceil(in flight / (concurrency_target * utilization))`, of the average in
/// flight over the window. Up: at once. Down: after a delay in which the recommendation stayed
/// below, by at most the published rate, and again after each further delay.
///
/// `target_in_flight_tokens` has no effect: nothing counts tokens.
public final class Autoscale {
  private static final int PERCENT = 100;

  private Autoscale() {}

  /// What is kept from one sample to the next.
  ///
  /// @param belowSince since when the recommendation has been below what runs, or when replicas
  ///   were last removed; null: it is not below
  public record Memory(@Nullable Instant belowSince) {
    public static final Memory NONE = new Memory(null);
  }

  /// What a window of samples has seen.
  ///
  /// @param sum of the samples, each the requests in flight and parked at its moment
  /// @param samples their number, 1 or more
  /// @param now requests in flight and parked at the last sample
  /// @param busy whether the last sample saw any request, also one that came and went before it
  /// @param whole whether the samples reach back over a whole window: nothing is removed before
  public record Load(long sum, int samples, int now, boolean busy, boolean whole) {
    public Load {
      if (sum < 0 || samples < 1 || now < 0) {
        throw new IllegalArgumentException(
            "sum, samples, now: %d, %d, %d (expected: 0 or more, 1 or more, 0 or more)"
                .formatted(sum, samples, now));
      }
    }
  }

  /// @param replicas what is to run from now on
  public record Advice(int replicas, Memory memory) {}

  /// The replicas that `sum / samples` requests in flight need, without regard to any limit.
  public static int needed(AutoscalingSettings s, long sum, int samples) {
    long places =
        Math.multiplyExact(
            (long) samples * s.concurrencyTarget(), (long) s.targetUtilizationPercentage());
    return (int)
        Math.min(Integer.MAX_VALUE, Math.ceilDiv(Math.multiplyExact(sum, (long) PERCENT), places));
  }

  /// What is to run, after what was seen.
  ///
  /// @param least a further lower limit, which holds also where it is over `max_replica`
  /// @param current what runs by now, 0 or more
  /// @param at the moment of the last sample
  public static Advice advise(
      AutoscalingSettings s, int least, int current, Load load, Instant at, Memory memory) {
    int low = Math.max(s.minReplica(), least);
    int high = Math.max(s.maxReplica(), low);
    int held = Math.clamp(current, low, high);
    int wanted = Math.max(needed(s, load.sum(), load.samples()), load.busy() ? 1 : 0);
    int recommended = Math.clamp(wanted, low, high);
    if (recommended >= held) {
      return new Advice(recommended, Memory.NONE);
    }
    Instant since = memory.belowSince() == null ? at : memory.belowSince();
    if (!load.whole() || at.isBefore(since.plusSeconds(s.scaleDownDelay()))) {
      return new Advice(held, new Memory(since));
    }
    int removable = Math.max(1, held * s.maxScaleDownRate() / PERCENT);
    // A peak that the average does not show yet is not made worse.
    int left =
        Math.max(Math.max(recommended, held - removable), Math.min(held, needed(s, load.now(), 1)));
    return left < held ? new Advice(left, new Memory(at)) : new Advice(held, new Memory(since));
  }
}
