package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A model.
///
/// @param productionDeploymentId null where nothing serves production
/// @param developmentDeploymentId null where there is none
/// @param instanceTypeName of the production deployment, empty where there is none
public record ModelV1(
    String id,
    Instant createdAt,
    String name,
    int deploymentsCount,
    @Nullable String productionDeploymentId,
    @Nullable String developmentDeploymentId,
    String instanceTypeName,
    String teamName) {}
