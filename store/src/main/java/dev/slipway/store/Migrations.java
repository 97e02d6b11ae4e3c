package dev.slipway.store;

import dev.slipway.engine.StoreException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// Brings a database to the schema of this version.
final class Migrations {
  private Migrations() {}

  /// @param location of the migrations on the class path
  /// @param file the database, for messages
  static void run(DataSource database, String location, Path file) {
    var flyway = Flyway.configure().dataSource(database).locations(location).load();
    try {
      MigrationInfo[] all = flyway.info().all();
      Arrays.stream(all)
          .filter(m -> m.getState() == MigrationState.FUTURE_SUCCESS)
          .findFirst()
          .ifPresent(m -> refuseNewer(m, file));
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "The database "
              + file
              + " could not be brought to the schema of this version. If it is not a database of"
              + " Slipway, choose another file; otherwise restore a backup. Cause: "
              + e.getMessage(),
          false,
          e);
    }
  }

  private static void refuseNewer(MigrationInfo newer, Path file) {
    throw new StoreException(
        "The database "
            + file
            + " was made by a newer version of Slipway (its schema has step "
            + newer.getVersion()
            + ", which this version does not know). Start the newer version, or restore a backup"
            + " from before the upgrade.",
        false);
  }
}
