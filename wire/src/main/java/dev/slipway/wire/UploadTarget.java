package dev.slipway.wire;

import java.time.Instant;

/// Where to send an archive; an addition to the published answer.
///
/// @param url takes one request, without a key
/// @param method PUT
/// @param archiveKey what to name as `s3_key` afterwards
/// @param expiresAt when the target, or an archive that no deployment uses, is gone
/// @param maxBytes the largest archive
public record UploadTarget(
    String url, String method, String archiveKey, Instant expiresAt, long maxBytes) {}
