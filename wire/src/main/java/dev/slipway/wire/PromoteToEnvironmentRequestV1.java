package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Promotion of a deployment to an environment; null stands for true.
public record PromoteToEnvironmentRequestV1(
    String deploymentId,
    @Nullable Boolean scaleDownPreviousDeployment,
    @Nullable Boolean preserveEnvInstanceType) {}
