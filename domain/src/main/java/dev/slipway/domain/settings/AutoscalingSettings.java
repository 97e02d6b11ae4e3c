package dev.slipway.domain.settings;

import org.jspecify.annotations.Nullable;

/// How many replicas a deployment may have and what drives their number, as published.
///
/// @param minReplica 0 or more
/// @param maxReplica 1 or more, not below `minReplica`
/// @param autoscalingWindow seconds, 10 to 3600
/// @param scaleDownDelay seconds, 0 to 3600
/// @param concurrencyTarget requests in flight a replica is meant for, 1 or more
/// @param targetUtilizationPercentage 1 to 100
/// @param targetInFlightTokens 1 or more; null: not set
/// @param maxScaleDownRate percent of the replicas a scale-down may remove at once, 1 to 50
public record AutoscalingSettings(
    int minReplica,
    int maxReplica,
    int autoscalingWindow,
    int scaleDownDelay,
    int concurrencyTarget,
    int targetUtilizationPercentage,
    @Nullable Integer targetInFlightTokens,
    int maxScaleDownRate) {

  /// The most replicas a deployment may ask for.
  public static final int MAX_REPLICAS = 100;

  public static final AutoscalingSettings DEFAULT =
      new AutoscalingSettings(0, 1, 60, 900, 1, 70, null, 50);

  public AutoscalingSettings {
    Range.check("min_replica", minReplica, 0, MAX_REPLICAS);
    Range.check("max_replica", maxReplica, 1, MAX_REPLICAS);
    Range.check("autoscaling_window", autoscalingWindow, 10, 3600);
    Range.check("scale_down_delay", scaleDownDelay, 0, 3600);
    Range.check("concurrency_target", concurrencyTarget, 1, 1_000_000);
    Range.check("target_utilization_percentage", targetUtilizationPercentage, 1, 100);
    Range.check("max_scale_down_rate", maxScaleDownRate, 1, 50);
    if (targetInFlightTokens != null) {
      Range.check("target_in_flight_tokens", targetInFlightTokens, 1, Integer.MAX_VALUE);
    }
    if (minReplica > maxReplica) {
      throw new InvalidSetting(
          "min_replica",
          "min_replica: %d (expected: at most max_replica, %d)".formatted(minReplica, maxReplica));
    }
  }

  /// The replicas that a deployment in service runs: its minimum, at least one.
  public int servingReplicas() {
    return Math.max(1, minReplica);
  }
}
