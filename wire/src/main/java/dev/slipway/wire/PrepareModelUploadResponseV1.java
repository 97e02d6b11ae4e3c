package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Where an archive can be sent. The published part is always null: there is no S3 here.
///
/// @param upload this server's own upload target; null on a dry run
public record PrepareModelUploadResponseV1(
    @Nullable AWSCredentialsV1 creds,
    @Nullable String s3Bucket,
    @Nullable String s3Key,
    @Nullable String s3Region,
    @Nullable UploadTarget upload) {}
