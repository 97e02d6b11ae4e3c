package dev.slipway.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The right to send one archive in the ways of S3. It may be sent again, as clients do after a
/// broken answer, until a deployment is made of it.
final class UploadGrant {
  private final String accessKey;
  private final Secrets secrets;
  private final String key;
  private final Instant expires;
  private final long maxBytes;
  private final ArchiveFiles files;
  private @Nullable Multipart multipart;
  private boolean closed;

  /// What signs, and what is named beside.
  record Secrets(String secret, String token) {
    @Override
    public String toString() {
      return "Secrets[]";
    }
  }

  /// @param key of the archive
  UploadGrant(
      String accessKey,
      Secrets secrets,
      String key,
      Instant expires,
      long maxBytes,
      ArchiveFiles files) {
    this.accessKey = accessKey;
    this.secrets = secrets;
    this.key = key;
    this.expires = expires;
    this.maxBytes = maxBytes;
    this.files = files;
  }

  String accessKey() {
    return accessKey;
  }

  Secrets secrets() {
    return secrets;
  }

  String key() {
    return key;
  }

  Instant expires() {
    return expires;
  }

  /// Takes the whole archive at once.
  void receive(ObjectBody body) throws IOException {
    var total = new AtomicLong();
    Path part = files.beside(key);
    try {
      ArchiveFiles.write(
          body.content(), part, n -> Uploads.checkSize(total.addAndGet(n), maxBytes));
      Uploads.checkNotEmpty(total.get());
      body.check();
      publish(part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// @throws Problem where a deployment was made of the archive meanwhile
  synchronized void publish(Path written) throws IOException {
    if (closed) {
      throw Problem.s3(
          403, "AccessDenied", "A deployment was made of this archive; ask for new credentials.");
    }
    files.publish(written, key);
  }

  /// Begins a transfer in parts, in place of one that was begun before.
  ///
  /// @param id its name
  synchronized Multipart begin(String id) throws IOException {
    Multipart before = multipart;
    if (before != null) {
      before.remove();
    }
    var next = new Multipart(id, files.beside(key), maxBytes);
    multipart = next;
    return next;
  }

  /// @throws Problem where it was not begun, or was ended
  synchronized Multipart transfer(String id) {
    Multipart now = multipart;
    if (now == null || !now.id().equals(id)) {
      throw Problem.s3(
          404, "NoSuchUpload", "This upload was not begun, was ended or was begun again.");
    }
    return now;
  }

  /// Makes the archive of the parts that came.
  ///
  /// @return the ETag of the whole
  String complete(String id, List<Multipart.Named> parts) throws IOException {
    return transfer(id).complete(parts, files.beside(key), this);
  }

  synchronized void abort(String id) throws IOException {
    transfer(id).remove();
    multipart = null;
  }

  /// From now on the archive stays as it is.
  synchronized void close() {
    closed = true;
  }
}
