package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.engine.port.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOpeningTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("slipway.db");
  }

  @Test
  void whatWasWrittenIsThereWhenTheFileIsOpenedAgain() {
    try (var store = SqlStore.sqlite(file)) {
      put(store, "a", "1");
    }
    try (var store = SqlStore.sqlite(file)) {
      assertThat(get(store, "a")).isEqualTo("1");
    }
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try (var store = SqlStore.sqlite(file)) {
      put(store, "a", "1");
      try (var files = Files.list(directory)) {
        assertThat(files)
            .hasSize(3)
            .allSatisfy(f ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                    .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void commitsAreFlushedAndReferencesChecked() throws SQLException {
    try (var connection = new SqliteFile(file).openWriter();
        var statement = connection.createStatement()) {
      assertPragma(statement, "journal_mode", "wal");
      assertPragma(statement, "synchronous", "2");
      assertPragma(statement, "foreign_keys", "1");
      assertPragma(statement, "busy_timeout", "5000");
    }
    try (var connection = new SqliteFile(file).openReader();
        var statement = connection.createStatement()) {
      assertPragma(statement, "query_only", "1");
    }
  }

  @Test
  void theNumberOfTheLastMigrationIsKnown() throws SQLException {
    SqlStore.sqlite(file).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history")) {
      assertThat(row.getInt(1)).isEqualTo(Migrations.LATEST);
    }
  }

  @Test
  void aDatabaseOfANewerVersionIsRefused() throws SQLException {
    SqlStore.sqlite(file).close();
    execute("UPDATE flyway_schema_history SET version = '7'");
    refused("newer version", "schema is number 7", "Start the newer version");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndNotTouched() throws SQLException {
    execute("CREATE TABLE recipes (name TEXT)");
    refused("If it is not a database of Slipway, choose another file");
    execute("INSERT INTO recipes VALUES ('soup')");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(file, "Dear diary, ".repeat(1000));
    refused("damaged or not an SQLite database", "restore a backup");
    assertThat(Files.readString(file)).startsWith("Dear diary");
  }

  @Test
  void aDamagedDatabaseIsRefusedAtTheStart() throws IOException {
    try (var store = SqlStore.sqlite(file)) {
      for (int i = 0; i < 50; i++) {
        put(store, "name" + i, "value ".repeat(500));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 8192; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);
    refused("damaged", "restore a backup");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    file = directory.resolve("none").resolve("slipway.db");
    refused("cannot be created or opened", "Check that its directory exists and is writable");
  }

  @Test
  void aDirectoryInItsPlaceIsNamed() throws IOException {
    Files.createDirectory(file);
    refused("cannot be created or opened");
  }

  private void refused(String... parts) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> SqlStore.sqlite(file).close())
        .matches(e -> !e.retryable(), "not retryable")
        .satisfies(e -> assertThat(e.getMessage()).contains(file.toString()).contains(parts));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void assertPragma(java.sql.Statement statement, String name, String value)
      throws SQLException {
    try (var row = statement.executeQuery("PRAGMA " + name)) {
      assertThat(row.getString(1)).as(name).isEqualTo(value);
    }
  }

  private static void put(SqlStore store, String name, String value) {
    store.write(tx -> {
      tx.settings().put(name, value);
    });
  }

  private static String get(SqlStore store, String name) {
    return store.<String>read(tx -> String.valueOf(tx.settings().get(name)));
  }
}
