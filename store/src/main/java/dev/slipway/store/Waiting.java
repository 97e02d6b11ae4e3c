package dev.slipway.store;

import dev.slipway.engine.Durability;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// How far the writer's commits wait for the disk at the moment. It is said before a transaction
/// and only where it changes, so that one that could not say it does not begin.
final class Waiting {
  private final Dialect dialect;
  private @Nullable Durability inForce;

  Waiting(Dialect dialect) {
    this.dialect = dialect;
  }

  void set(Handle handle, Durability wanted) {
    if (inForce == wanted) {
      return;
    }
    inForce = null;
    try (var statement = handle.getConnection().createStatement()) {
      statement.execute(dialect.waitFor(wanted));
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
    inForce = wanted;
  }
}
