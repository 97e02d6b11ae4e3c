package dev.slipway.api;

import dev.slipway.wire.UploadBodies.UploadTarget;
import dev.slipway.wire.UploadBodies.UploadedBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Archives on their way in. An address for one upload, or keys for one, are given out; the bytes
/// are written beside their place and moved there when they are durable; what no deployment uses is
/// removed after a while.
final class Uploads {
  /// How long an address, keys, and an archive that no deployment uses, are kept.
  static final Duration KEPT = Duration.ofHours(1);

  /// Uploads that are awaited, of both kinds together.
  static final int MAX_OPEN = 1000;

  /// The one bucket, and the path of what speaks S3.
  static final String BUCKET = "slipway";

  static final String S3 = "/s3";

  /// Signatures name a region; any would do.
  private static final String REGION = "us-east-1";

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final ArchiveFiles files;
  private final long maxBytes;
  private final Tokens tokens;
  private final InstantSource time;
  private final Supplier<Set<String>> used;
  private final Map<String, Instant> open = new ConcurrentHashMap<>();
  private final Map<String, UploadGrant> grants = new ConcurrentHashMap<>();
  private final ReadWriteLock sweeping = new ReentrantReadWriteLock();
  private volatile Instant sweptAt = Instant.MIN;

  /// @param dir where archives are kept; it is created
  /// @param used the archives that deployments are made of
  Uploads(Path dir, long maxBytes, Tokens tokens, InstantSource time, Supplier<Set<String>> used) {
    this.files = new ArchiveFiles(dir);
    this.maxBytes = maxBytes;
    this.tokens = tokens;
    this.time = time;
    this.used = used;
  }

  /// Keys for one upload in the terms of S3 clients.
  ///
  /// @param s3Key what to name as `s3_key` afterwards
  record Credentials(
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

  UploadTarget grant(String base) {
    Instant expires = admit();
    String key = tokens.next();
    open.put(key, expires);
    return new UploadTarget(base + "/v1/uploads/" + key, "PUT", key, expires, maxBytes);
  }

  /// @param base scheme, host and port under which the caller reaches this server
  Credentials credentials(String base) {
    Instant expires = admit();
    var grant =
        new UploadGrant(
            tokens.next(),
            new UploadGrant.Secrets(tokens.next(), tokens.next()),
            tokens.next(),
            expires,
            maxBytes,
            files);
    grants.put(grant.accessKey(), grant);
    return new Credentials(
        BUCKET,
        grant.key(),
        grant.accessKey(),
        grant.secrets().secret(),
        grant.secrets().token(),
        base + S3,
        REGION);
  }

  /// Makes room for one more.
  ///
  /// @return when it expires
  private Instant admit() {
    Instant now = time.instant();
    open.values().removeIf(expires -> expires.isBefore(now));
    grants.values().removeIf(grant -> grant.expires().isBefore(now));
    if (now.isAfter(sweptAt.plus(SWEEP_EVERY))) {
      sweep(now);
    }
    if (open.size() + grants.size() >= MAX_OPEN) {
      throw Problem.unavailable(
          "%d uploads are awaited already. Try again in a while.".formatted(MAX_OPEN));
    }
    return now.plus(KEPT);
  }

  /// What an access key was given out for; null where it is unknown, used or expired.
  @Nullable UploadGrant granted(String accessKey) {
    UploadGrant grant = grants.get(accessKey);
    return grant == null || grant.expires().isBefore(time.instant()) ? null : grant;
  }

  Reply receive(Request request) throws IOException {
    String key = request.value("upload_key");
    Instant expires = open.remove(key);
    if (expires == null || expires.isBefore(time.instant())) {
      throw Problem.notFound(
          "This upload address is unknown, used or expired. Ask for another one with POST /v1/prepare_model_upload.");
    }
    Path part = files.beside(key);
    var total = new AtomicLong();
    try {
      ArchiveFiles.write(request.bytes(), part, n -> checkSize(total.addAndGet(n), maxBytes));
      checkNotEmpty(total.get());
      files.publish(part, key);
      return Reply.ok(new UploadedBody(key, total.get()));
    } catch (IOException | Problem e) {
      open.put(key, expires);
      throw e;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  static void checkSize(long bytes, long most) {
    if (bytes > most) {
      throw Problem.tooLarge(
          "archive: larger than %d bytes (expected: at most that)".formatted(most));
    }
  }

  static void checkNotEmpty(long bytes) {
    if (bytes == 0) {
      throw Problem.invalid("archive: empty (expected: a tar, tar.gz or zip)");
    }
  }

  /// Runs `work` with an archive that stays where it is, and as it is, from now on.
  ///
  /// @param key null: there is no archive
  /// @throws Problem where there is no such archive
  <T> T using(@Nullable String key, Function<@Nullable String, T> work) {
    if (key == null) {
      return work.apply(null);
    }
    sweeping.readLock().lock();
    try {
      grants.values().stream().filter(g -> g.key().equals(key)).forEach(UploadGrant::close);
      grants.values().removeIf(g -> g.key().equals(key));
      if (files.archive(key) == null) {
        throw Problem.invalid(
            "source.s3_key: \"%s\": no such archive, or it has expired (expected: the archive_key of an upload of the last hour). Prepare and send it again."
                .formatted(Texts.cut(key)));
      }
      return work.apply(key);
    } finally {
      sweeping.readLock().unlock();
    }
  }

  /// The file of an archive; null where it is gone.
  @Nullable Path file(String key) {
    return files.archive(key);
  }

  private void sweep(Instant now) {
    sweeping.writeLock().lock();
    try {
      sweptAt = now;
      files.sweep(now.minus(KEPT), used.get());
    } finally {
      sweeping.writeLock().unlock();
    }
  }
}
