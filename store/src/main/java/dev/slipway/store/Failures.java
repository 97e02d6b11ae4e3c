package dev.slipway.store;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.jdbc.Dialect;
import dev.slipway.store.jdbc.SqlFailure;
import dev.slipway.store.json.UnreadableColumn;

/// Turns exceptions of the database into those that callers of the store may see.
final class Failures {
  private Failures() {}

  /// The exception itself where it is the caller's own.
  static RuntimeException seenByCaller(RuntimeException failure, Dialect dialect) {
    if (failure instanceof UnreadableColumn) {
      return new StoreException(
          StorageFault.DAMAGED, String.valueOf(failure.getMessage()), failure);
    }
    return failure instanceof SqlFailure sql ? dialect.explain(sql.failure()) : failure;
  }
}
