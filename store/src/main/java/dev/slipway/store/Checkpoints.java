package dev.slipway.store;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace.Level;
import dev.slipway.store.jdbc.Dialect;
import dev.slipway.store.jdbc.StatementCache;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Schedules checkpoints, which move the write-ahead log into the database, for moments without
/// writes: a checkpoint at a commit would make that commit wait for the disk two more times.
final class Checkpoints {
  /// Transactions after which a checkpoint is due; about 4 MB of log.
  static final int DUE_AFTER = 100;

  /// The same while the disk is low: after a checkpoint the log is written over from its beginning,
  /// so that the next commits need no more room.
  static final int DUE_AFTER_WHEN_LOW = 8;

  /// The time without a write that a checkpoint waits for.
  static final Duration QUIET = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final Dialect dialect;
  private final Disk disk;
  private int written;
  private boolean failed;

  Checkpoints(Dialect dialect, Disk disk) {
    this.dialect = dialect;
    this.disk = disk;
  }

  void wrote() {
    written++;
  }

  boolean due() {
    return written >= DUE_AFTER
        || (written >= DUE_AFTER_WHEN_LOW && !failed && disk.space().level() != Level.ROOMY);
  }

  /// Makes a checkpoint. A failure only leaves a longer log; in the end the database makes one
  /// itself.
  void run(StatementCache statementCache) {
    written = 0;
    failed = false;
    try {
      for (String sql : dialect.checkpoint()) {
        statementCache.run(sql);
      }
    } catch (SQLException e) {
      failed = true;
      LOG.warn(
          "checkpoint failed; trying again after {} more transactions: {}",
          DUE_AFTER,
          dialect.explain(e).getMessage());
    }
  }
}
