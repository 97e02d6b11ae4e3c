package dev.slipway.store.jdbc;

import dev.slipway.engine.port.store.Durability;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The durability of the writer's commits at the moment. It is set before a transaction and only
/// where it changes; if setting it fails, the transaction does not begin.
public final class SyncMode {
  private final Dialect dialect;
  private @Nullable Durability inForce;

  public SyncMode(Dialect dialect) {
    this.dialect = dialect;
  }

  public void set(StatementCache statementCache, Durability wanted) {
    if (inForce == wanted) {
      return;
    }
    inForce = null;
    try {
      statementCache.run(dialect.waitFor(wanted));
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
    inForce = wanted;
  }
}
