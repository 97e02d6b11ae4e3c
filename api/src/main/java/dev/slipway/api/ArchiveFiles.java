package dev.slipway.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory of archives. An archive lies under its key; what is still being written has more
/// behind the key's dot.
final class ArchiveFiles {
  private static final int CHUNK = 64 * 1024;
  private static final Logger log = LoggerFactory.getLogger(ArchiveFiles.class);

  private final Path dir;
  private final AtomicLong counter = new AtomicLong();

  /// @param dir is created where it is missing
  ArchiveFiles(Path dir) {
    this.dir = dir;
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the directory of uploads, " + dir, e);
    }
  }

  /// A path of its own beside the archive of `key`, where nothing is yet.
  Path beside(String key) {
    return dir.resolve(key + "." + counter.incrementAndGet());
  }

  /// Writes a new file, and returns when it is on the disk.
  ///
  /// @param counted is told how many bytes are about to be written, and may refuse them
  static void write(InputStream in, Path to, LongConsumer counted) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int n = take(in, chunk); n >= 0; n = take(in, chunk)) {
        counted.accept(n);
        var buffer = ByteBuffer.wrap(chunk, 0, n);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
      out.force(true);
    }
  }

  private static int take(InputStream in, byte[] chunk) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw Problem.invalid("archive: not all of it came: " + e.getMessage() + ". Send it again.");
    }
  }

  /// Makes a written file the archive of `key`, durably, in place of one that it may have.
  void publish(Path written, String key) throws IOException {
    Files.move(
        written,
        dir.resolve(key),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (var channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// The file of an archive; null where there is none.
  @Nullable Path archive(String key) {
    Path file = Tokens.looksLikeOne(key) ? dir.resolve(key) : null;
    return file != null && Files.isRegularFile(file) ? file : null;
  }

  /// Removes what is older, and no archive in use.
  void sweep(Instant before, Set<String> inUse) {
    try (var files = Files.list(dir)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        String key = name.split("\\.", 2)[0];
        boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
        if (old && Tokens.looksLikeOne(key) && !inUse.contains(name)) {
          remove(file);
        }
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("old uploads could not be removed");
    }
  }

  /// Removes a file, or a directory and the files in it; nothing where it is gone.
  static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (var files = Files.list(path)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
