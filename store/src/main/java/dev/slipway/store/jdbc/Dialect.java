package dev.slipway.store.jdbc;

import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The differences between databases. The statements of the tables are the same on all.
public sealed interface Dialect permits SqliteDialect {
  /// Begins a transaction that may write.
  String beginWrite();

  /// The statement that sets how far a connection's commits wait for the disk, from the next one
  /// on.
  String waitFor(Durability durability);

  /// Statements that move the write-ahead log into the database without waiting for other
  /// connections. The last one makes the log ready for the next commit.
  List<String> checkpoint();

  /// Begins a snapshot.
  String beginRead();

  /// The exception that tells the caller about a failure of the database.
  StoreException explain(SQLException failure);

  /// The name of the constraint that was violated; null where none was.
  @Nullable String violated(SQLException failure);
}
