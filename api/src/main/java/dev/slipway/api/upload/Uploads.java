package dev.slipway.api.upload;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Problem;
import dev.slipway.wire.UploadBodies.UploadTarget;
import dev.slipway.wire.UploadBodies.UploadedBody;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Uploads by one PUT: an address that cannot be guessed is given out for each archive, and works
/// once.
public final class Uploads {
  private final ArchiveStore store;
  private final Map<String, ArchiveStore.Slot> open = new ConcurrentHashMap<>();

  public Uploads(ArchiveStore store) {
    this.store = store;
  }

  /// @param base scheme, host and port under which the caller reaches this server
  UploadTarget grant(String base) {
    open.values().removeIf(slot -> !slot.isAwaited());
    ArchiveStore.Slot slot = store.await();
    String key = slot.key();
    open.put(key, slot);
    return new UploadTarget(
        base + "/v1/uploads/" + key, "PUT", key, slot.expires(), slot.maxBytes());
  }

  public Reply receive(Request request) throws IOException {
    String key = request.value("upload_key");
    ArchiveStore.Slot slot = open.remove(key);
    if (slot == null || !slot.isAwaited()) {
      throw Problem.notFound(
          "This upload address is unknown, used or expired. Ask for another one with POST /v1/prepare_model_upload.");
    }
    try {
      slot.checkRoom(request.announcedBytes("Content-Length"));
      long bytes = slot.receive(request.bytes(), () -> {});
      slot.seal();
      return Reply.ok(new UploadedBody(key, bytes));
    } catch (IOException | Problem e) {
      open.put(key, slot);
      throw e;
    }
  }
}
