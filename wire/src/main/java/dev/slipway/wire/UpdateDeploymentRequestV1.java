package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A change of a deployment; null leaves its name as it is.
public record UpdateDeploymentRequestV1(@Nullable String name) {}
