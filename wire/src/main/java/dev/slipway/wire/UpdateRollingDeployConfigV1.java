package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A change of the tuning of rolling promotions; null leaves a setting as it is.
public record UpdateRollingDeployConfigV1(
    @Nullable String rollingDeployStrategy,
    @Nullable Integer maxSurgePercent,
    @Nullable Integer maxUnavailablePercent,
    @Nullable Integer stabilizationTimeSeconds,
    @Nullable Integer replicaOverheadPercent) {}
