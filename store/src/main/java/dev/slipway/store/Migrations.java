package dev.slipway.store;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.jdbc.Dialect;
import dev.slipway.store.jdbc.StatementCache;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the schema of this version. Flyway does it, and is not even loaded where
/// nothing is to be done: it takes longer to start than everything else in the store.
///
/// @param location of the migrations on the class path
/// @param file the database, for messages
/// @param dialect what failures mean
record Migrations(DataSource database, String location, Path file, Dialect dialect) {
  /// The number of the last migration.
  static final int LATEST = 5;

  private static final String HISTORY_EXISTS =
      """
      SELECT count(*) FROM sqlite_schema WHERE name = 'flyway_schema_history'
      """;

  private static final String WRITTEN =
      """
      SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history WHERE success
      """;

  private static final String FAILED =
      """
      SELECT count(*) FROM flyway_schema_history WHERE NOT success
      """;

  void run(StatementCache statementCache) {
    int written = one(statementCache, HISTORY_EXISTS) == 0 ? 0 : one(statementCache, WRITTEN);
    if (written > LATEST) {
      throw new StoreException(StorageFault.REFUSED, newer(written));
    }
    if (written < LATEST || one(statementCache, FAILED) > 0) {
      migrate();
    }
  }

  private void migrate() {
    try {
      Flyway.configure().dataSource(database).locations(location).load().migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql && dialect.explain(sql).fault().isFull()) {
          throw dialect.explain(sql);
        }
      }
      throw new StoreException(
          StorageFault.REFUSED,
          "The database "
              + file
              + " could not be brought to the schema of this version. If it is not a database of"
              + " Slipway, choose another file; otherwise restore a backup. Cause: "
              + e.getMessage(),
          e);
    }
  }

  private String newer(int written) {
    return "The database "
        + file
        + " was made by a newer version of Slipway: its schema is number "
        + written
        + ", this version knows up to "
        + LATEST
        + ". Start the newer version, or restore a backup from before the upgrade.";
  }

  private static int one(StatementCache statementCache, String sql) {
    return statementCache.prepare(sql).number();
  }
}
