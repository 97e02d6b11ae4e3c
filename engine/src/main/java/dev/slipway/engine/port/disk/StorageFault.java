package dev.slipway.engine.port.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/// What kept something from being stored, as far as an operator can do something about it.
public enum StorageFault {
  /// Another transaction or program has what is needed, for the moment.
  BUSY(true),
  /// The call was broken off.
  INTERRUPTED(true),
  /// The server, or the machine, has as many files and connections open as it may.
  OUT_OF_FILES(true),
  /// The disk is full.
  FULL(true),
  /// This user's quota on the disk is used up.
  QUOTA(true),
  /// The file system is mounted read-only, mostly since the system found an error on it.
  READ_ONLY(true),
  /// The device failed.
  IO(true),
  /// This user may not write or read there.
  PERMISSION(false),
  /// What is stored is damaged.
  DAMAGED(false),
  /// The store was closed; the server stops.
  CLOSED(false),
  /// The caller asked for what cannot be: a fault of the program, or a rule that it broke.
  REFUSED(false);

  private final boolean retryable;

  StorageFault(boolean retryable) {
    this.retryable = retryable;
  }

  /// Whether the same call may go through later, some of them once an operator has helped.
  public boolean retryable() {
    return retryable;
  }

  /// Whether every call fails the same until somebody helps, so that one line in the log says all.
  public boolean lasts() {
    return switch (this) {
      case OUT_OF_FILES, FULL, QUOTA, READ_ONLY, IO, PERMISSION, CLOSED -> true;
      case BUSY, INTERRUPTED, DAMAGED, REFUSED -> false;
    };
  }

  /// Whether there is no room.
  public boolean isFull() {
    return this == FULL || this == QUOTA;
  }

  /// What an operator is told about a file that could not be written.
  public String sentences(DiskSpace space) {
    String which = "(" + space.where() + ")";
    return switch (this) {
      case BUSY -> "What is stored is in use. Try again.";
      case INTERRUPTED -> "The call was broken off. Try again.";
      case OUT_OF_FILES ->
          "The server, or the whole machine, has as many files and connections open as its limit"
              + " allows. Try again; where that stays so, raise the limit (ulimit -n) and start the"
              + " server again.";
      case FULL -> "The disk is full " + which + ". Free some space, then try again.";
      case QUOTA ->
          "This user's quota on the disk is used up "
              + which
              + ". Free some space or raise the quota, then try again.";
      case READ_ONLY ->
          "The file system is read-only "
              + which
              + ". Look into the system's log for why, mount it writable, then try again.";
      case IO -> "The disk failed " + which + ". Check it and the system's log.";
      case PERMISSION ->
          "The data directory cannot be written "
              + which
              + ". Give it, with all that is in it, to the user that the server runs as.";
      case DAMAGED -> "What is stored is damaged. Move it away and restore a backup.";
      case CLOSED -> "The server is stopping.";
      case REFUSED -> "The store refused a statement.";
    };
  }

  /// What a failure of a file means. The library gives only words, those of the system.
  ///
  /// @return null: it is not one of the disk's, such as a missing file
  public static @Nullable StorageFault of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return PERMISSION;
    }
    String words = String.valueOf(failure.getMessage());
    for (var known : Words.values()) {
      if (words.contains(known.words)) {
        return known.fault;
      }
    }
    return null;
  }

  /// The system's words for an error number.
  private enum Words {
    ENOSPC("No space left on device", FULL),
    EDQUOT("Disk quota exceeded", QUOTA),
    EROFS("Read-only file system", READ_ONLY),
    EACCES("Permission denied", PERMISSION),
    EPERM("Operation not permitted", PERMISSION),
    EMFILE_OR_ENFILE("Too many open files", OUT_OF_FILES),
    EIO("Input/output error", IO);

    private final String words;
    private final StorageFault fault;

    Words(String words, StorageFault fault) {
      this.words = words;
      this.fault = fault;
    }
  }
}
