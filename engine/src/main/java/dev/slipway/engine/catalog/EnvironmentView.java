package dev.slipway.engine.catalog;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.promotion.Promotion;
import org.jspecify.annotations.Nullable;

/// An environment with its deployments and the promotion in progress, all of one moment.
///
/// @param current null: nothing was ever deployed
/// @param candidate null: no promotion in progress and none failed
/// @param promotion null: none in progress
public record EnvironmentView(
    Environment environment,
    @Nullable DeploymentView current,
    @Nullable DeploymentView candidate,
    @Nullable Promotion promotion) {}
