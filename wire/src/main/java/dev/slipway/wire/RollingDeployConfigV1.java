package dev.slipway.wire;

/// The tuning of rolling promotions.
///
/// @param rollingDeployStrategy REPLICA
public record RollingDeployConfigV1(
    String rollingDeployStrategy,
    int maxSurgePercent,
    int maxUnavailablePercent,
    int stabilizationTimeSeconds,
    int replicaOverheadPercent) {}
