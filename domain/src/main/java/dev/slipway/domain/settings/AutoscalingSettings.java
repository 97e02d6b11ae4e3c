package dev.slipway.domain.settings;

import org.jspecify.annotations.Nullable;

/// How many replicas a deployment may have and what drives their number, as published.
///
/// @param minReplica in [#MIN_REPLICA]
/// @param maxReplica in [#MAX_REPLICA], not below `minReplica`
/// @param autoscalingWindow seconds, in [#AUTOSCALING_WINDOW]
/// @param scaleDownDelay seconds, in [#SCALE_DOWN_DELAY]
/// @param concurrencyTarget requests in flight a replica is meant for, in [#CONCURRENCY_TARGET]
/// @param targetUtilizationPercentage in [#TARGET_UTILIZATION_PERCENTAGE]
/// @param targetInFlightTokens in [#TARGET_IN_FLIGHT_TOKENS]; null: not set
/// @param maxScaleDownRate percent of the replicas a scale-down may remove at once, in
///   [#MAX_SCALE_DOWN_RATE]
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

  public static final Range MIN_REPLICA = new Range("min_replica", 0, MAX_REPLICAS);
  public static final Range MAX_REPLICA = new Range("max_replica", 1, MAX_REPLICAS);
  public static final Range AUTOSCALING_WINDOW = new Range("autoscaling_window", 10, 3600);
  public static final Range SCALE_DOWN_DELAY = new Range("scale_down_delay", 0, 3600);
  public static final Range CONCURRENCY_TARGET = new Range("concurrency_target", 1, 1_000_000);
  public static final Range TARGET_UTILIZATION_PERCENTAGE =
      new Range("target_utilization_percentage", 1, 100);
  public static final Range TARGET_IN_FLIGHT_TOKENS =
      new Range("target_in_flight_tokens", 1, Integer.MAX_VALUE);
  public static final Range MAX_SCALE_DOWN_RATE = new Range("max_scale_down_rate", 1, 50);

  public static final AutoscalingSettings DEFAULT =
      new AutoscalingSettings(0, 1, 60, 900, 1, 70, null, 50);

  public AutoscalingSettings {
    MIN_REPLICA.check(minReplica);
    MAX_REPLICA.check(maxReplica);
    AUTOSCALING_WINDOW.check(autoscalingWindow);
    SCALE_DOWN_DELAY.check(scaleDownDelay);
    CONCURRENCY_TARGET.check(concurrencyTarget);
    TARGET_UTILIZATION_PERCENTAGE.check(targetUtilizationPercentage);
    MAX_SCALE_DOWN_RATE.check(maxScaleDownRate);
    if (targetInFlightTokens != null) {
      TARGET_IN_FLIGHT_TOKENS.check(targetInFlightTokens);
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
