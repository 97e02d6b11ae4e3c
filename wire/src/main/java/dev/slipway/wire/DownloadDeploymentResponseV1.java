package dev.slipway.wire;

/// Where the archive can be fetched, without a key, for a while.
public record DownloadDeploymentResponseV1(String downloadUrl) {}
