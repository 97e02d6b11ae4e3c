package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// The answer to a retry.
///
/// @param reason why not; null where it was retried
public record RetryDeploymentResponseV1(
    boolean retried, @Nullable String reason, DeploymentV1 deployment) {}
