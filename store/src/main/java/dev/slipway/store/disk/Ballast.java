package dev.slipway.store.disk;

import dev.slipway.engine.loop.Repeats;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that only takes room, so that it can be given up where a cancel must be written to a full
/// disk. It is laid again when there is room.
public final class Ballast {
  /// The size of the file, or an eighth of the disk where that is less.
  public static final long BYTES = 8L * 1024 * 1024;

  /// How long after one that failed the next attempt comes. Each takes room for a moment that
  /// others may need, where it is a quota that is used up.
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final String NOT_LAID = "ballast not laid; it is tried again in a minute";
  private static final int CHUNK = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);

  private final Path file;
  private final Disk disk;
  private final InstantSource time;
  private final Repeats repeats;
  private Instant notBefore = Instant.MIN;

  public Ballast(Path file, Disk disk, InstantSource time) {
    this.file = file;
    this.disk = disk;
    this.time = time;
    this.repeats = new Repeats(time);
  }

  /// Lays the file where it is missing, or a part of it that a killed server left, and there is
  /// room for it above the low-water mark.
  public synchronized void lay() {
    DiskSpace space = disk.space();
    long bytes = Math.min(BYTES, space.totalBytes() / 8);
    if (!space.isKnown() || time.instant().isBefore(notBefore)) {
      return;
    }
    try {
      long laid = laid();
      if (laid >= bytes || space.freeBytes() + laid - bytes < space.lowWater()) {
        return;
      }
      Files.deleteIfExists(file);
      write(bytes);
      repeats.over(NOT_LAID);
      LOG.atDebug().addKeyValue("bytes", bytes).log("ballast laid");
    } catch (IOException e) {
      notBefore = time.instant().plus(PAUSE);
      warn(NOT_LAID, e);
      var _ = remove();
    }
  }

  /// The length of what is there.
  private long laid() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
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
      warn("ballast cannot be removed", e);
      return false;
    }
  }

  /// Once a minute at the most: it is tried for as long as the server runs.
  private void warn(String what, IOException cause) {
    repeats.say(
        what, more -> LOG.atWarn().addKeyValue("cause", cause.toString()).log("{}{}", what, more));
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
