package dev.slipway.wire;

/// An archive that has arrived; an addition.
///
/// @param archiveKey what to name as `s3_key`
public record UploadedBody(String archiveKey, long bytes) {}
