package dev.slipway.store.disk;

import dev.slipway.engine.port.disk.StorageFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Finds out why a file of a directory cannot be written, by writing one: SQLite says no more than
/// "disk I/O error" of a used up quota, a read-only file system and a broken device.
public final class DiskProbe {
  /// One block of most file systems.
  private static final int BYTES = 4096;

  private DiskProbe() {}

  /// @return null: nothing is wrong now
  public static @Nullable StorageFault look(Path directory) {
    Path file = null;
    try {
      file = Files.createTempFile(directory, "probe", ".tmp");
      try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        var block = ByteBuffer.allocate(BYTES);
        while (block.hasRemaining()) {
          out.write(block);
        }
        out.force(false);
      }
      return null;
    } catch (IOException e) {
      return StorageFault.of(e);
    } finally {
      remove(file);
    }
  }

  private static void remove(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // What could be made and not removed is 4 KiB, and the next start removes it.
    }
  }
}
