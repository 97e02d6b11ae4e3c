package dev.slipway.engine.port.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;

/// The room on a file system at one moment.
///
/// @param directory the data directory, for messages
/// @param mount where its file system is mounted, and what it is, for messages
/// @param freeBytes what this user may still write, 0 or more; a quota is not part of it
/// @param totalBytes the size of the file system
public record DiskSpace(String directory, String mount, long freeBytes, long totalBytes) {
  /// Below so many free bytes, or a tenth of the disk where that is less, readiness, the log and
  /// the metrics warn.
  public static final long LOW_WATER_BYTES = 256L * 1024 * 1024;

  /// Below so many free bytes, or a fiftieth of the disk where that is less, nothing new is taken:
  /// what is left is for cancels, deletions and what the worker writes.
  public static final long RESERVED_BYTES = 16L * 1024 * 1024;

  /// The room of a directory's file system now.
  ///
  /// @throws IOException where the system does not say
  public static DiskSpace of(Path directory, FileStore store) throws IOException {
    long total = store.getTotalSpace();
    // Some file systems have no size.
    return total > 0
        ? new DiskSpace(directory.toString(), store.toString(), store.getUsableSpace(), total)
        : Disk.UNWATCHED.space();
  }

  /// How far a disk is from being full.
  public enum Level {
    /// Nothing is to be said.
    ROOMY,
    /// Everything works, and an operator should free some space.
    LOW,
    /// Nothing new is taken.
    FULL
  }

  /// Whether the system showed it; otherwise there counts as enough.
  public boolean isKnown() {
    return totalBytes < Long.MAX_VALUE;
  }

  public Level level() {
    if (freeBytes < reserved()) {
      return Level.FULL;
    }
    return freeBytes < lowWater() ? Level.LOW : Level.ROOMY;
  }

  /// Free bytes below which the disk is low.
  public long lowWater() {
    return Math.min(LOW_WATER_BYTES, totalBytes / 10);
  }

  /// Free bytes below which nothing new is taken.
  public long reserved() {
    return Math.min(RESERVED_BYTES, totalBytes / 50);
  }

  /// Whether so many more bytes may be taken.
  public boolean hasRoomFor(long bytes) {
    return !isKnown() || bytes <= freeBytes - reserved();
  }

  /// Which disk it is and how much room it has, as in `data directory /data on /mnt (/dev/sdb1): 0
  /// of 4096 bytes are free`.
  public String where() {
    return "data directory %s on %s: %d of %d bytes are free"
        .formatted(directory, mount, freeBytes, totalBytes);
  }

  /// The sentences of a warning.
  public String low() {
    return "The disk is getting full (%s; expected: at least %d). Free some space: below %d free bytes nothing new is taken."
        .formatted(where(), lowWater(), reserved());
  }

  /// The sentences of a call that was refused because the disk is full.
  public String full() {
    return "The disk is full (%s; expected: at least %d). Free some space, then try again; cancels and deletions still go through."
        .formatted(where(), reserved());
  }

  /// The sentences of an upload that would fill the disk.
  public String tooSmallFor(long bytes) {
    return "The disk is too full for %d bytes (%s, of which %d are kept back). Free some space, then send it again."
        .formatted(bytes, where(), reserved());
  }
}
