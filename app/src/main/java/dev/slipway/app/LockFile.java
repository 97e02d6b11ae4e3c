package dev.slipway.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A locked file. Its name may be removed, or come to name another file, while the lock stands on
/// the first one; so it is known by what it is, not by its name.
///
/// POSIX frees all that a process has locked of a file as soon as it closes any descriptor of it.
/// So a file that this process holds must not be opened a second time, not even to find that out.
///
/// @param key what the file system knows the file by: its device and inode
record LockFile(Path path, FileChannel channel, FileLock lock, @Nullable Object key)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);

  /// The keys of those that this process holds.
  private static final Set<Object> HELD = new HashSet<>();

  /// Makes the file where it is missing, and locks it.
  ///
  /// @return null where somebody else, or this process, has it, or takes it at this moment
  static @Nullable LockFile take(Path path) throws IOException {
    synchronized (HELD) {
      var there = key(path);
      if (there != null && HELD.contains(there)) {
        return null;
      }
      var taken = open(path);
      if (taken != null && taken.key != null) {
        HELD.add(taken.key);
      }
      return taken;
    }
  }

  private static @Nullable LockFile open(Path path) throws IOException {
    var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      var lock = tryLock(channel);
      if (lock != null && Objects.equals(key, key(path))) {
        return new LockFile(path, channel, lock, key);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /// Whether its name still names it, as far as is known: an error of the file system, which may
  /// pass, says nothing.
  boolean isInPlace() {
    try {
      return Objects.equals(key, key(path));
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("cause", e.toString()).log("the lock file cannot be looked at now");
      return true;
    }
  }

  /// What the file system knows a file by; null: there is none, or files are not known so.
  static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process holds it
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (key != null) {
        HELD.remove(key);
      }
      try (channel) {
        lock.release();
      }
    }
  }
}
