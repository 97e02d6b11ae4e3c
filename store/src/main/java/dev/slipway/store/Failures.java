package dev.slipway.store;

import dev.slipway.engine.StoreException;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Turns what the database library throws into what callers of the store may see.
final class Failures {
  private Failures() {}

  /// The exception itself where it is the caller's own.
  static RuntimeException seenByCaller(RuntimeException failure, Dialect dialect) {
    if (failure instanceof UnreadableColumn) {
      return new StoreException(String.valueOf(failure.getMessage()), false, failure);
    }
    if (!(failure instanceof JdbiException)) {
      return failure;
    }
    SQLException sql = sqlCause(failure);
    return sql == null
        ? new StoreException("The store failed: " + failure.getMessage(), false, failure)
        : dialect.explain(sql);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
