package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Model;
import org.jspecify.annotations.Nullable;

/// A model, together with a summary of its deployments.
///
/// @param production id of production's current deployment; null: none
/// @param development id of the development deployment; null: none
/// @param instanceType of the production deployment; null: none
public record ModelView(
    Model model,
    int deployments,
    @Nullable String production,
    @Nullable String development,
    @Nullable String instanceType) {}
