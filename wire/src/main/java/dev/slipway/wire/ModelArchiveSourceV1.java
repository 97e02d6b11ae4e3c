package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A new model from an archive or from its config alone.
///
/// @param kind model_archive
/// @param s3Key the `archive_key` of an upload; null for the config alone
public record ModelArchiveSourceV1(
    String kind,
    String name,
    DeploymentArchivePayloadV1 deployment,
    @Nullable String s3Key,
    boolean disableArchiveDownload) {}
