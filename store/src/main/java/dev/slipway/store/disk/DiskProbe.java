package dev.slipway.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out why a file of a directory cannot be written, by writing one: SQLite says no more than
/// "disk I/O error" of a used up quota, a read-only file system and a broken device.
public final class DiskProbe {
  /// One block of most file systems.
  private static final int BYTES = 4096;

  private static final String PREFIX = "probe";
  private static final String SUFFIX = ".tmp";
  private static final Logger LOG = LoggerFactory.getLogger(DiskProbe.class);

  private DiskProbe() {}

  /// Writes a file and removes it again.
  ///
  /// @throws IOException what keeps new files of the directory from being written
  public static void write(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, PREFIX, SUFFIX);
    try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var block = ByteBuffer.allocate(BYTES);
      while (block.hasRemaining()) {
        out.write(block);
      }
      out.force(false);
    } finally {
      remove(file);
    }
  }

  /// Removes what earlier probes of a directory could write and not remove. For a start: it would
  /// remove the file of a probe that is under way.
  public static void removeOld(Path directory) {
    try (var old = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      old.forEach(DiskProbe::remove);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.atDebug().addKeyValue("cause", e.toString()).log("old probes of the disk not looked for");
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atDebug()
          .addKeyValue("cause", e.toString())
          .log("a probe of the disk (4 KiB) not removed; the next start tries it again");
    }
  }
}
