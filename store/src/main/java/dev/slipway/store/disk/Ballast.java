package dev.slipway.store.disk;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that only takes room, so that it can be given up where a cancel must be written to a full
/// disk. It is laid again when there is room.
public final class Ballast {
  /// The size of the file, or an eighth of the disk where that is less.
  public static final long BYTES = 8L * 1024 * 1024;

  private static final int CHUNK = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);

  private final Path file;
  private final Disk disk;

  public Ballast(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /// Lays the file where it is missing, and there is room for it above the low-water mark.
  public synchronized void lay() {
    DiskSpace space = disk.space();
    long bytes = Math.min(BYTES, space.totalBytes() / 8);
    if (!space.isKnown() || Files.exists(file) || space.freeBytes() - bytes < space.lowWater()) {
      return;
    }
    try {
      write(bytes);
      LOG.atDebug().addKeyValue("bytes", bytes).log("ballast laid");
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.toString())
          .log("ballast not laid; it is tried again when the disk has more room");
      var _ = remove();
    }
  }

  /// Gives the file's room to who writes next.
  ///
  /// @return whether there was one
  public synchronized boolean giveUp() {
    if (!remove()) {
      return false;
    }
    LOG.atError()
        .addKeyValue("disk", disk.space().where())
        .log("the disk is full; ballast given up, so that what must be written can be");
    return true;
  }

  private boolean remove() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("cause", e.toString()).log("ballast cannot be removed");
      return false;
    }
  }

  /// The bytes are those of a generator, since some file systems keep no room for zeros, or pack
  /// them.
  private void write(long bytes) throws IOException {
    try (var out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long state = 88172645463325252L;
      for (long left = bytes; left > 0; left -= CHUNK) {
        var chunk = ByteBuffer.allocate(CHUNK);
        while (chunk.hasRemaining()) {
          state ^= state << 13;
          state ^= state >>> 7;
          state ^= state << 17;
          chunk.putLong(state);
        }
        chunk.flip().limit((int) Math.min(CHUNK, left));
        while (chunk.hasRemaining()) {
          out.write(chunk);
        }
      }
      out.force(false);
    }
  }
}
