package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A new environment; null stands for the defaults.
public record CreateEnvironmentRequestV1(
    String name,
    @Nullable UpdateAutoscalingSettingsV1 autoscalingSettings,
    @Nullable UpdatePromotionSettingsV1 promotionSettings,
    @Nullable UpdateRequestBackpressureSettingsV1 requestBackpressureSettings) {}
