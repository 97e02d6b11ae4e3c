package dev.slipway.domain.settings;

import java.time.Duration;

/// The tuning of rolling promotions, as published. It can be stored without being enabled.
///
/// @param maxSurgePercent 0 to 50
/// @param maxUnavailablePercent 0 to 50; exactly one of the two is not zero
/// @param stabilizationTimeSeconds 0 to 3600
/// @param replicaOverheadPercent 0 to 500
public record RollingConfig(
    int maxSurgePercent,
    int maxUnavailablePercent,
    int stabilizationTimeSeconds,
    int replicaOverheadPercent) {
  public static final RollingConfig DEFAULT = new RollingConfig(10, 0, 0, 0);

  public RollingConfig {
    Range.check("max_surge_percent", maxSurgePercent, 0, 50);
    Range.check("max_unavailable_percent", maxUnavailablePercent, 0, 50);
    Range.check("stabilization_time_seconds", stabilizationTimeSeconds, 0, 3600);
    Range.check("replica_overhead_percent", replicaOverheadPercent, 0, 500);
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
