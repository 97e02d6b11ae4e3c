package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Promotion of a deployment to production; null stands for true.
public record PromoteRequestV1(
    @Nullable Boolean scaleDownPreviousProduction, @Nullable Boolean preserveEnvInstanceType) {}
