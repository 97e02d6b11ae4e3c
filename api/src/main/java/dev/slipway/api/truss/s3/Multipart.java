package dev.slipway.api.truss.s3;

import dev.slipway.api.input.Problem;
import dev.slipway.api.upload.ArchiveStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An archive that comes in parts, each a file of its own until all are there.
final class Multipart {
  /// The highest number of a part.
  static final int MAX_PARTS = 10_000;

  private final String id;
  private final ArchiveStore.Slot slot;
  private final Path dir;
  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
  private final AtomicLong counter = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable String done;

  /// @param slot where the archive will be; a directory for the parts is made beside it
  Multipart(String id, ArchiveStore.Slot slot) throws IOException {
    this.id = id;
    this.slot = slot;
    this.dir = Files.createDirectory(slot.beside());
  }

  /// @param etag MD5 in hex
  private record Part(Path file, String etag, long bytes) {}

  /// A part as a client names it at the end.
  record Named(int number, String etag) {}

  String id() {
    return id;
  }

  /// Takes a part, in place of one that came under its number before.
  void receive(int number, ObjectBody body) throws IOException {
    Path file = dir.resolve(number + "." + counter.incrementAndGet());
    long size = slot.write(body.content(), file, bytes, body::check);
    Part before = parts.put(number, new Part(file, body.etag(), size));
    if (before != null) {
      bytes.addAndGet(-before.bytes());
      Files.deleteIfExists(before.file());
    }
  }

  /// Joins the parts to one file, the archive. A repeated call gets the answer of the first.
  ///
  /// @return the ETag of the whole
  synchronized String complete(List<Named> named) throws IOException {
    String before = done;
    if (before != null) {
      return before;
    }
    slot.checkRoom(bytes.get());
    Path whole = slot.beside();
    MessageDigest digest = ObjectBody.digest("MD5");
    try {
      try (var out =
          FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (Named each : named) {
          Part part = part(each);
          digest.update(HexFormat.of().parseHex(part.etag()));
          append(part.file(), out);
        }
        ArchiveStore.checkNotEmpty(out.size());
        out.force(true);
      }
      slot.publish(whole);
    } finally {
      Files.deleteIfExists(whole);
    }
    remove();
    String etag = HexFormat.of().formatHex(digest.digest()) + "-" + named.size();
    done = etag;
    return etag;
  }

  private Part part(Named named) {
    Part part = parts.get(named.number());
    if (part == null || !part.etag().equals(named.etag())) {
      throw Problem.of(
          400,
          "InvalidPart",
          "Part %d: not here, or its ETag is another (expected: as it was answered)"
              .formatted(named.number()));
    }
    return part;
  }

  private static void append(Path file, FileChannel out) throws IOException {
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, out);
      }
    }
  }

  void remove() throws IOException {
    ArchiveStore.remove(dir);
  }
}
