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

/// Room for the write-ahead log that is taken before it is needed. SQLite writes its log over from
/// the beginning after a checkpoint and never looks behind its last frame, so zeros behind it are
/// room that no other file can take, and a commit into it needs none of a full disk.
public final class WalRoom {
  /// The length that the log has at least, or an eighth of the disk where that is less; some
  /// hundred cancels.
  public static final long BYTES = 4L * 1024 * 1024;

  private static final int CHUNK = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(WalRoom.class);

  private WalRoom() {}

  /// Lengthens the log. Nothing may be written to it meanwhile.
  ///
  /// @param wal made by SQLite
  public static void take(Path wal, Disk disk) {
    DiskSpace space = disk.space();
    long wanted = Math.min(BYTES, space.totalBytes() / 8);
    try {
      if (!space.isKnown() || !Files.exists(wal) || space.freeBytes() - wanted < space.lowWater()) {
        return;
      }
      try (var out = FileChannel.open(wal, StandardOpenOption.WRITE)) {
        for (long at = out.size(); at < wanted; ) {
          var zeros = ByteBuffer.allocate((int) Math.min(CHUNK, wanted - at));
          at += out.write(zeros, at);
        }
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.toString())
          .log("no room taken for the write-ahead log; the ballast is what is left for a cancel");
    }
  }
}
