package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.slipway.engine.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Keeps a second process away from the same data: an operating-system lock on a file beside the
/// database, gone with the process however it ends. The file holds the process id of the last
/// owner.
final class FileGuard implements AutoCloseable {
  private final FileChannel channel;

  private FileGuard(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws StoreException where another process, or this one, has the data open
  static FileGuard of(Path database) {
    Path file = database.resolveSibling(database.getFileName() + ".lock");
    try {
      FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StoreException(inUse(database, file), false);
      }
      channel.truncate(0);
      channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
      return new FileGuard(channel);
    } catch (IOException e) {
      throw new StoreException(
          "The lock file "
              + file
              + " cannot be opened. Check that its directory exists and is writable for this user."
              + " Cause: "
              + e,
          false,
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("The lock file could not be closed: " + e, false, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String inUse(Path database, Path file) throws IOException {
    String owner = Files.readString(file).strip();
    return "The database %s is in use by another Slipway process%s. Stop that one first, or choose another data directory."
        .formatted(database, owner.isEmpty() ? "" : " (process id " + owner + ")");
  }
}
