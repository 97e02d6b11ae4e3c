package dev.slipway.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A locked file. Its name may be removed, or come to name another file, while the lock stands on
/// the first one; so it is known by what it is, not by its name.
///
/// @param key what the file system knows the file by: its device and inode
record LockFile(Path path, FileChannel channel, FileLock lock, @Nullable Object key)
    implements AutoCloseable {

  /// Makes the file where it is missing, and locks it.
  ///
  /// @return null where somebody else, or this process, has it, or takes it at this moment
  static @Nullable LockFile take(Path path) throws IOException {
    var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var key = key(path);
      var lock = tryLock(channel);
      if (lock != null) {
        var taken = new LockFile(path, channel, lock, key);
        if (taken.isInPlace()) {
          return taken;
        }
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /// Whether its name still names it.
  boolean isInPlace() {
    try {
      return Objects.equals(key, key(path));
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
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
    try (channel) {
      lock.release();
    }
  }
}
