package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A new deployment from an archive or from its config alone.
///
/// @param kind model_archive
/// @param s3Key the `archive_key` of an upload; null for the config alone
public record DeploymentArchiveSourceV1(
    String kind, DeploymentArchivePayloadV1 deployment, @Nullable String s3Key) {}
