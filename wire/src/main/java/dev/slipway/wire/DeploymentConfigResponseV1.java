package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// The config of a deployment.
///
/// @param config the parsed config, a JSON object; null where it was not asked for
/// @param rawConfig config.yaml to the letter; null where it was not sent or not asked for
public record DeploymentConfigResponseV1(@Nullable Object config, @Nullable String rawConfig) {}
