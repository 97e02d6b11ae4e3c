package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Asks where an archive can be sent.
///
/// @param name of a new model; null where `modelId` is given
/// @param modelId of an existing model; null where `name` is given
/// @param teamId only with `name`; null for the default team
public record PrepareModelUploadRequestV1(
    DeploymentArchivePayloadV1 deployment,
    @Nullable String name,
    @Nullable String modelId,
    @Nullable String teamId,
    boolean dryRun) {}
