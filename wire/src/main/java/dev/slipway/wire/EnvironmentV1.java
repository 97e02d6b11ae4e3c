package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An environment with its deployments.
///
/// @param currentDeployment null where nothing was ever promoted
/// @param candidateDeployment null where nothing is being promoted and nothing failed to be
/// @param inProgressPromotion null where there is none
/// @param autoscalingSchedules always null
public record EnvironmentV1(
    String name,
    Instant createdAt,
    String modelId,
    @Nullable DeploymentV1 currentDeployment,
    @Nullable DeploymentV1 candidateDeployment,
    @Nullable InProgressPromotionV1 inProgressPromotion,
    AutoscalingSettingsV1 autoscalingSettings,
    PromotionSettingsV1 promotionSettings,
    InstanceTypeV1 instanceType,
    RequestBackpressureSettingsV1 requestBackpressureSettings,
    @Nullable Object autoscalingSchedules) {}
