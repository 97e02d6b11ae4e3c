package dev.slipway.store;

import dev.slipway.store.jdbc.Dialect;
import dev.slipway.store.jdbc.StatementCache;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When the log is moved into the database: in a moment in which nobody writes. At a commit it
/// would make that one wait for the disk two more times.
final class Checkpoints {
  /// Transactions after which the next quiet moment is used; about 4 MB of log.
  static final int DUE_AFTER = 100;

  /// How long nobody must have written.
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

  /// A failure costs nothing but a longer log; the database makes a checkpoint itself in the end.
  void run(StatementCache link) {
    written = 0;
    try {
      for (String sql : dialect.checkpoint()) {
        link.run(sql);
      }
    } catch (SQLException e) {
      LOG.warn(
          "checkpoint failed; trying again after {} more transactions: {}",
          DUE_AFTER,
          dialect.explain(e).getMessage());
    }
  }
}
