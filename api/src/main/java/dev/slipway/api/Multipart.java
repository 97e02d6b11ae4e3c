package dev.slipway.api;

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
  private final Path dir;
  private final long maxBytes;
  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
  private final AtomicLong counter = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable String done;

  /// @param dir is created here
  Multipart(String id, Path dir, long maxBytes) throws IOException {
    this.id = id;
    this.dir = Files.createDirectory(dir);
    this.maxBytes = maxBytes;
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
    var size = new AtomicLong();
    try {
      ArchiveFiles.write(
          body.content(),
          file,
          n -> {
            size.addAndGet(n);
            Uploads.checkSize(bytes.addAndGet(n), maxBytes);
          });
      body.check();
    } catch (IOException | RuntimeException e) {
      bytes.addAndGet(-size.get());
      Files.deleteIfExists(file);
      throw e;
    }
    Part before = parts.put(number, new Part(file, body.etag(), size.get()));
    if (before != null) {
      bytes.addAndGet(-before.bytes());
      Files.deleteIfExists(before.file());
    }
  }

  /// Joins the parts to one file. Once it was done, the same is answered again.
  ///
  /// @param whole where the joined file may be written
  /// @return the ETag of the whole
  synchronized String complete(List<Named> named, Path whole, UploadGrant grant)
      throws IOException {
    String before = done;
    if (before != null) {
      return before;
    }
    MessageDigest digest = ObjectBody.digest("MD5");
    try {
      try (var out =
          FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (Named each : named) {
          Part part = part(each);
          digest.update(HexFormat.of().parseHex(part.etag()));
          append(part.file(), out);
        }
        Uploads.checkNotEmpty(out.size());
        out.force(true);
      }
      grant.publish(whole);
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
      throw Problem.s3(
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
    ArchiveFiles.remove(dir);
  }
}
