package dev.slipway.api.truss.s3;

import dev.slipway.api.upload.ArchiveStore;
import dev.slipway.api.upload.Tokens;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Uploads in the ways of S3: credentials are given out for each archive, and reach nothing else.
public final class UploadGrants {
  /// The path of what speaks S3.
  public static final String PATH = "/s3";

  /// The one bucket.
  static final String BUCKET = "slipway";

  /// Signatures name a region; any would do.
  private static final String REGION = "us-east-1";

  private final ArchiveStore store;
  private final Tokens tokens;
  private final Map<String, UploadGrant> grants = new ConcurrentHashMap<>();

  public UploadGrants(ArchiveStore store, Tokens tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  /// Keys for one upload in the terms of S3 clients.
  ///
  /// @param s3Key what to name as `s3_key` afterwards
  public record Credentials(
      String s3Bucket,
      String s3Key,
      String awsAccessKeyId,
      String awsSecretAccessKey,
      String awsSessionToken,
      String endpointUrl,
      String regionName) {
    @Override
    public String toString() {
      return "Credentials[" + s3Key + "]";
    }
  }

  /// @param base scheme, host and port under which the caller reaches this server
  public Credentials credentials(String base) {
    grants.values().removeIf(grant -> !grant.isOpen());
    var grant =
        new UploadGrant(
            tokens.next(), new UploadGrant.Secrets(tokens.next(), tokens.next()), store.await());
    grants.put(grant.accessKey(), grant);
    return new Credentials(
        BUCKET,
        grant.key(),
        grant.accessKey(),
        grant.secrets().secret(),
        grant.secrets().token(),
        base + PATH,
        REGION);
  }

  /// The upload of an access key; null if the key is unknown, used or expired.
  @Nullable UploadGrant granted(String accessKey) {
    UploadGrant grant = grants.get(accessKey);
    return grant != null && grant.isOpen() ? grant : null;
  }

  /// Begins a transfer in parts, in place of one that was begun before.
  Multipart begin(UploadGrant grant) throws IOException {
    return grant.begin(tokens.next());
  }
}
