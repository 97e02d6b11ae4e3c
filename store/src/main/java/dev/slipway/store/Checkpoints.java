package dev.slipway.store;

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

  /// The time without a write that a checkpoint waits for.
  static final Duration QUIET = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final Dialect dialect;
  private int written;

  Checkpoints(Dialect dialect) {
    this.dialect = dialect;
  }

  void wrote() {
    written++;
  }

  boolean due() {
    return written >= DUE_AFTER;
  }

  /// Makes a checkpoint. A failure only leaves a longer log; in the end the database makes one
  /// itself.
  void run(StatementCache statementCache) {
    written = 0;
    try {
      for (String sql : dialect.checkpoint()) {
        statementCache.run(sql);
      }
    } catch (SQLException e) {
      LOG.warn(
          "checkpoint failed; trying again after {} more transactions: {}",
          DUE_AFTER,
          dialect.explain(e).getMessage());
    }
  }
}
