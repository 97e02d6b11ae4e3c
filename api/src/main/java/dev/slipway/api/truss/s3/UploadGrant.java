package dev.slipway.api.truss.s3;

import dev.slipway.api.input.Problem;
import dev.slipway.api.upload.ArchiveStore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The right to send one archive in the ways of S3. It may be sent again, as clients do after a
/// broken answer, until a deployment is made of it.
final class UploadGrant {
  private final String accessKey;
  private final Secrets secrets;
  private final ArchiveStore.Slot slot;
  private @Nullable Multipart multipart;

  /// The signing key and the session token.
  record Secrets(String secret, String token) {
    @Override
    public String toString() {
      return "Secrets[]";
    }
  }

  UploadGrant(String accessKey, Secrets secrets, ArchiveStore.Slot slot) {
    this.accessKey = accessKey;
    this.secrets = secrets;
    this.slot = slot;
  }

  String accessKey() {
    return accessKey;
  }

  Secrets secrets() {
    return secrets;
  }

  /// The key of the archive.
  String key() {
    return slot.key();
  }

  boolean isOpen() {
    return slot.isAwaited();
  }

  /// @throws Problem where so many more bytes are too many
  void checkRoom(long bytes) {
    slot.checkRoom(bytes);
  }

  /// Takes the whole archive at once.
  void receive(ObjectBody body) throws IOException {
    slot.receive(body.content(), body::check);
  }

  /// Begins a transfer in parts, in place of one that was begun before.
  ///
  /// @param id its name
  synchronized Multipart begin(String id) throws IOException {
    Multipart before = multipart;
    if (before != null) {
      before.remove();
    }
    var next = new Multipart(id, slot);
    multipart = next;
    return next;
  }

  /// @throws Problem where it was not begun, or was ended
  synchronized Multipart transfer(String id) {
    Multipart now = multipart;
    if (now == null || !now.id().equals(id)) {
      throw Problem.of(
          404, "NoSuchUpload", "This upload was not begun, was ended or was begun again.");
    }
    return now;
  }

  /// Makes the archive of the parts that came.
  ///
  /// @return the ETag of the whole
  String complete(String id, List<Multipart.Named> parts) throws IOException {
    return transfer(id).complete(parts);
  }

  synchronized void abort(String id) throws IOException {
    transfer(id).remove();
    multipart = null;
  }
}
