package dev.slipway.store.disk;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file system of a directory, as the system shows it.
public final class DataDisk implements Disk {
  private static final Logger LOG = LoggerFactory.getLogger(DataDisk.class);

  private final Path directory;
  private final FileStore fileStore;

  private DataDisk(Path directory, FileStore fileStore) {
    this.directory = directory;
    this.fileStore = fileStore;
  }

  /// @param directory one that is there
  public static Disk of(Path directory) {
    try {
      return new DataDisk(directory, Files.getFileStore(directory));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.toString())
          .log("the system does not show the room on the disk; it is not watched");
      return UNWATCHED;
    }
  }

  @Override
  public DiskSpace space() {
    try {
      return DiskSpace.of(directory, fileStore);
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("cause", e.toString()).log("the room on the disk is not shown");
      return UNWATCHED.space();
    }
  }
}
