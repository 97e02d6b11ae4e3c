package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A change of an environment; null leaves a part as it is.
public record UpdateEnvironmentRequestV1(
    @Nullable UpdateAutoscalingSettingsV1 autoscalingSettings,
    @Nullable UpdatePromotionSettingsV1 promotionSettings,
    @Nullable UpdateRequestBackpressureSettingsV1 requestBackpressureSettings) {}
