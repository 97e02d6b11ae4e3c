package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.LaunchSpec;
import org.jspecify.annotations.Nullable;

/// A deployment that is to be created; its config was checked already.
///
/// @param name null: `deployment-<n>`
/// @param archive key of an upload; null: from its config alone
/// @param config the config as JSON
/// @param environment promote to it as soon as it is ready; null: none named
/// @param preserveInstanceType with `environment`: keep the environment's instance type
/// @param scaleDownPrevious with `environment`: false: its previous deployment keeps its replicas
public record NewDeployment(
    @Nullable String name,
    @Nullable String archive,
    String config,
    @Nullable String rawConfig,
    @Nullable String labels,
    LaunchSpec launch,
    boolean development,
    @Nullable String environment,
    boolean preserveInstanceType,
    boolean scaleDownPrevious) {}
