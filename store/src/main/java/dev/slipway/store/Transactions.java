package dev.slipway.store;

import dev.slipway.engine.port.store.ChangeLog;
import dev.slipway.engine.port.store.Store.Tx;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.jdbc.Dialect;
import dev.slipway.store.jdbc.SqlFailure;
import dev.slipway.store.jdbc.StatementCache;
import dev.slipway.store.json.SafeRead;
import dev.slipway.store.table.SqlSession;
import dev.slipway.store.table.SqlTx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs functions between BEGIN and COMMIT on one connection.
///
/// @param dialect how transactions begin and what failures mean
/// @param changes is told what a transaction wrote, also where its commit failed: it may be there
record Transactions(Dialect dialect, SafeRead safeRead, ChangeLog changes) {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  <T extends @Nullable Object> T write(StatementCache statementCache, Function<Tx, T> work) {
    return run(statementCache, work, dialect.beginWrite(), true);
  }

  <T extends @Nullable Object> T read(StatementCache statementCache, Function<Tx, T> work) {
    return run(statementCache, work, dialect.beginRead(), false);
  }

  private <T extends @Nullable Object> T run(
      StatementCache statementCache, Function<Tx, T> work, String begin, boolean writable) {
    execute(statementCache, begin);
    var session = new SqlSession(statementCache, writable, safeRead);
    boolean committed = false;
    try {
      T result = work.apply(new SqlTx(session));
      execute(statementCache, "COMMIT");
      committed = true;
      return result;
    } catch (RuntimeException e) {
      throw Failures.seenByCaller(e, dialect);
    } finally {
      session.end();
      if (!committed) {
        rollback(statementCache);
      }
      changes.add(session.touched());
    }
  }

  private void execute(StatementCache statementCache, String sql) {
    try {
      statementCache.prepare(sql).execute();
    } catch (SqlFailure e) {
      throw dialect.explain(e.failure());
    }
  }

  /// Some failures have rolled back already, so that a failing rollback is no news.
  private void rollback(StatementCache statementCache) {
    try {
      execute(statementCache, "ROLLBACK");
    } catch (StoreException e) {
      LOG.debug(
          "rollback failed, mostly because the database has rolled back already: {}",
          e.getMessage());
    }
  }
}
