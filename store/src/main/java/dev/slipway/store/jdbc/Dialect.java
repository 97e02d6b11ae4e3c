package dev.slipway.store.jdbc;

import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything in which the databases differ. The statements of the tables are the same on all.
public sealed interface Dialect permits SqliteDialect {
  /// Begins a transaction that may write.
  String beginWrite();

  /// Says how far the commits of a connection wait for the disk, from its next transaction on.
  String waitFor(Durability durability);

  /// Moves what the log holds into the database, without waiting for anybody. The last statement
  /// makes the log ready for the next commit.
  List<String> checkpoint();

  /// Begins a snapshot.
  String beginRead();

  /// What a failure of the database means for the caller.
  StoreException explain(SQLException failure);

  /// The name of the constraint that was violated; null where none was.
  @Nullable String violated(SQLException failure);
}
