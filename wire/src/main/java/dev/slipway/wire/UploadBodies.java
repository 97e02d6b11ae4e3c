package dev.slipway.wire;

import dev.slipway.wire.DeploymentBodies.DeploymentArchivePayloadV1;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about the upload of archives.
public final class UploadBodies {
  private UploadBodies() {}

  /// The request for a place to send an archive to.
  ///
  /// @param name of a new model; null: of the model `modelId`
  /// @param dryRun only checks the deployment
  public record PrepareModelUploadRequestV1(
      DeploymentArchivePayloadV1 deployment,
      @Nullable String name,
      @Nullable String modelId,
      @Nullable String teamId,
      @Nullable Boolean dryRun) {}

  /// The place to send an archive to. The published part is always null: there is no S3 here.
  ///
  /// @param upload this server's own upload target; null on a dry run
  /// @param warnings sentences: what in the config has no effect; an addition
  public record PrepareModelUploadResponseV1(
      @Nullable AWSCredentialsV1 creds,
      @Nullable String s3Bucket,
      @Nullable String s3Key,
      @Nullable String s3Region,
      @Nullable UploadTarget upload,
      @Nullable List<String> warnings) {}

  /// Credentials for an upload to S3, which this server never gives out.
  public record AWSCredentialsV1(
      String awsAccessKeyId, String awsSecretAccessKey, String awsSessionToken) {
    @Override
    public String toString() {
      return "AWSCredentialsV1[not shown]";
    }
  }

  /// An address to send an archive to; an addition to the published answer.
  ///
  /// @param url takes one request, without a key
  /// @param method PUT
  /// @param archiveKey what to name as `s3_key` afterwards
  /// @param expiresAt when the target, or an archive that no deployment uses, is gone
  /// @param maxBytes the largest archive
  public record UploadTarget(
      String url, String method, String archiveKey, Instant expiresAt, long maxBytes) {}

  /// An archive that has arrived; an addition.
  ///
  /// @param archiveKey what to name as `s3_key`
  public record UploadedBody(String archiveKey, long bytes) {}
}
