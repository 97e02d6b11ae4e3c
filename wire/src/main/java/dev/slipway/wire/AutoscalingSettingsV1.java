package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// How many replicas there may be and what drives their number.
///
/// @param autoscalingWindow seconds
/// @param scaleDownDelay seconds
/// @param targetUtilizationPercentage 1 to 100
/// @param targetInFlightTokens null where it is not set
/// @param maxScaleDownRate percent, 1 to 50
public record AutoscalingSettingsV1(
    int minReplica,
    int maxReplica,
    @Nullable Integer autoscalingWindow,
    @Nullable Integer scaleDownDelay,
    int concurrencyTarget,
    @Nullable Integer targetUtilizationPercentage,
    @Nullable Integer targetInFlightTokens,
    @Nullable Integer maxScaleDownRate) {}
