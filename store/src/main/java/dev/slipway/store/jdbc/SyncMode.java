package dev.slipway.store.jdbc;

import dev.slipway.engine.port.store.Durability;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// How far the writer's commits wait for the disk at the moment. It is said before a transaction
/// and only where it changes, so that one that could not say it does not begin.
public final class SyncMode {
  private final Dialect dialect;
  private @Nullable Durability inForce;

  public SyncMode(Dialect dialect) {
    this.dialect = dialect;
  }

  public void set(StatementCache link, Durability wanted) {
    if (inForce == wanted) {
      return;
    }
    inForce = null;
    try {
      link.run(dialect.waitFor(wanted));
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
    inForce = wanted;
  }
}
