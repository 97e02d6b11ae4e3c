package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A deployment with what its replicas do at the moment.
///
/// @param status a published deployment status, for example ACTIVE
/// @param autoscalingSettings null until it has been deployed
/// @param environment name of the environment it belongs to; null where there is none
/// @param labels a JSON object; null where there are none
public record DeploymentV1(
    String id,
    Instant createdAt,
    String name,
    String modelId,
    boolean isProduction,
    boolean isDevelopment,
    String status,
    int activeReplicaCount,
    @Nullable AutoscalingSettingsV1 autoscalingSettings,
    @Nullable String instanceTypeName,
    @Nullable String environment,
    @Nullable Object labels,
    @Nullable RegionV1 region,
    RequestBackpressureSettingsV1 requestBackpressureSettings) {}
