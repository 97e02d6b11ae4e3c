package dev.slipway.store;

import dev.slipway.engine.ChangeLog;
import dev.slipway.engine.Store.Tx;
import dev.slipway.engine.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs functions between BEGIN and COMMIT on one connection.
///
/// @param dialect how transactions begin and what failures mean
/// @param changes is told what a transaction wrote, also where its commit failed: it may be there
record Transactions(Dialect dialect, Fallbacks fallbacks, ChangeLog changes) {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  <T extends @Nullable Object> T write(Handle handle, Function<Tx, T> work) {
    return run(handle, work, dialect.beginWrite(), true);
  }

  <T extends @Nullable Object> T read(Handle handle, Function<Tx, T> work) {
    return run(handle, work, dialect.beginRead(), false);
  }

  private <T extends @Nullable Object> T run(
      Handle handle, Function<Tx, T> work, String begin, boolean writable) {
    Connection connection = handle.getConnection();
    execute(connection, begin);
    var session = new Session(handle, writable, fallbacks);
    boolean committed = false;
    try {
      T result = work.apply(new SqlTx(session));
      execute(connection, "COMMIT");
      committed = true;
      return result;
    } catch (RuntimeException e) {
      throw Failures.seenByCaller(e, dialect);
    } finally {
      session.end();
      if (!committed) {
        rollback(connection);
      }
      changes.add(session.touched());
    }
  }

  private void execute(Connection connection, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }

  /// Some failures have rolled back already, so that a failing rollback is no news.
  private void rollback(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (StoreException e) {
      LOG.debug("rollback: {}", e.getMessage());
    }
  }
}
