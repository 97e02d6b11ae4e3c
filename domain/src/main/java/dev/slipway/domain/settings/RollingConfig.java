package dev.slipway.domain.settings;

import java.time.Duration;

/// The tuning of rolling promotions, as published. It can be stored without being enabled.
///
/// @param maxSurgePercent in [#MAX_SURGE_PERCENT]
/// @param maxUnavailablePercent in [#MAX_UNAVAILABLE_PERCENT]; exactly one of the two is not zero
/// @param stabilizationTimeSeconds in [#STABILIZATION_TIME_SECONDS]
/// @param replicaOverheadPercent in [#REPLICA_OVERHEAD_PERCENT]
public record RollingConfig(
    int maxSurgePercent,
    int maxUnavailablePercent,
    int stabilizationTimeSeconds,
    int replicaOverheadPercent) {
  public static final Range MAX_SURGE_PERCENT =
      new Range("max_surge_percent", 0, RollingPlan.MAX_PERCENT);
  public static final Range MAX_UNAVAILABLE_PERCENT =
      new Range("max_unavailable_percent", 0, RollingPlan.MAX_PERCENT);
  public static final Range STABILIZATION_TIME_SECONDS =
      new Range("stabilization_time_seconds", 0, 3600);
  public static final Range REPLICA_OVERHEAD_PERCENT =
      new Range("replica_overhead_percent", 0, RollingPlan.MAX_OVERHEAD_PERCENT);

  public static final RollingConfig DEFAULT = new RollingConfig(10, 0, 0, 0);

  public RollingConfig {
    MAX_SURGE_PERCENT.check(maxSurgePercent);
    MAX_UNAVAILABLE_PERCENT.check(maxUnavailablePercent);
    STABILIZATION_TIME_SECONDS.check(stabilizationTimeSeconds);
    REPLICA_OVERHEAD_PERCENT.check(replicaOverheadPercent);
    if ((maxSurgePercent == 0) == (maxUnavailablePercent == 0)) {
      throw new InvalidSetting(
          "rolling_deploy_config",
          "max_surge_percent: %d, max_unavailable_percent: %d (expected: exactly one of them not zero)"
              .formatted(maxSurgePercent, maxUnavailablePercent));
    }
  }

  /// The arithmetic that these settings ask for.
  public RollingPlan plan() {
    boolean surge = maxSurgePercent > 0;
    return new RollingPlan(
        surge ? RollingPlan.Mode.SURGE : RollingPlan.Mode.UNAVAILABLE,
        surge ? maxSurgePercent : maxUnavailablePercent,
        replicaOverheadPercent,
        Duration.ofSeconds(stabilizationTimeSeconds));
  }
}
