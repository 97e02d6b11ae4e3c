package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A change of autoscaling settings; null leaves a setting as it is.
public record UpdateAutoscalingSettingsV1(
    @Nullable Integer minReplica,
    @Nullable Integer maxReplica,
    @Nullable Integer autoscalingWindow,
    @Nullable Integer scaleDownDelay,
    @Nullable Integer concurrencyTarget,
    @Nullable Integer targetUtilizationPercentage,
    @Nullable Integer targetInFlightTokens,
    @Nullable Integer maxScaleDownRate) {}
