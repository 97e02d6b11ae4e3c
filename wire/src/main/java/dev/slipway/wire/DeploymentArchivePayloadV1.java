package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// What a deployment is made of.
///
/// @param config the parsed config.yaml, a JSON object
/// @param rawConfig config.yaml to the letter; null where it is not kept
/// @param environmentName promote to it as soon as it is ready; null for none
/// @param deployTimeoutMinutes 10 to 1440; null for the default
/// @param deploymentName null lets the server choose
/// @param labels a JSON object; null for none
public record DeploymentArchivePayloadV1(
    Object config,
    @Nullable String rawConfig,
    @Nullable Object userEnv,
    @Nullable String environmentName,
    boolean preserveEnvInstanceType,
    @Nullable Integer deployTimeoutMinutes,
    @Nullable String deploymentName,
    @Nullable Object labels,
    boolean isDevelopment) {}
