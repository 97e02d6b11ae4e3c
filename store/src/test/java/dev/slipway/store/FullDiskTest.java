package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.ChangeLog;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.disk.DataDisk;
import dev.slipway.store.disk.DiskProbe;
import dev.slipway.store.disk.WalRoom;
import dev.slipway.store.jdbc.SqliteDialect;
import dev.slipway.store.jdbc.StatementCache;
import dev.slipway.store.jdbc.SyncMode;
import dev.slipway.store.json.SafeRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class FullDiskTest {
  private static final String LARGE = "x".repeat(1_000_000);
  private static final DiskSpace SPACE = new DiskSpace("/data", "/mnt (tmpfs)", 5, 4096);

  @TempDir Path directory;
  private Path file = Path.of("");
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void makeTheDatabase() {
    file = directory.resolve("slipway.db");
    SqlStore.sqlite(file).close();
  }

  /// A writer whose database may not grow, until something is given up.
  private Writer full(StatementCache cache, BooleanSupplier giveUp) throws SQLException {
    cache.run("PRAGMA max_page_count = 1");
    var dialect = new SqliteDialect(file, () -> SPACE);
    return Writer.start(
        cache,
        new Transactions(dialect, new SafeRead(), new ChangeLog()),
        new SyncMode(dialect),
        new Checkpoints(dialect, Disk.UNWATCHED),
        new SqlStore.Reserve(Disk.UNWATCHED, giveUp));
  }

  private StatementCache connection() throws SQLException {
    return new StatementCache(new SqliteFile(file).openWriter());
  }

  private boolean put(Writer writer, String name, String value) {
    return writer.run(
        Durability.DURABLE,
        tx -> {
          runs.incrementAndGet();
          tx.settings().put(name, value);
          return true;
        });
  }

  @Test
  void whatIsGivenUpMakesRoomForTheTransactionThatFoundNone() throws SQLException {
    var cache = connection();
    try (var writer = full(cache, () -> moreRoom(cache))) {
      assertThat(put(writer, "a", LARGE)).isTrue();
      assertThat(runs).hasValue(2);
    }
    assertThat(read("a")).isEqualTo(LARGE);
  }

  @Test
  void whereNothingIsLeftToGiveUpNothingIsWrittenAndTheMessageSaysWhichDiskIsFull()
      throws SQLException {
    try (var writer = full(connection(), () -> false)) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> put(writer, "a", LARGE))
          .matches(e -> e.fault() == StorageFault.FULL, "full")
          .withMessageContaining("The disk is full")
          .withMessageContaining("data directory /data on /mnt (tmpfs): 5 of 4096 bytes are free");
      assertThat(runs).hasValue(1);
      assertThat(put(writer, "b", "small")).isTrue();
    }
    assertThat(read("a")).isEqualTo("null");
    assertThat(read("b")).isEqualTo("small");
  }

  @Test
  void theLogHasRoomBeforeItIsNeededAndWhatWasWrittenIsStillThere() throws IOException {
    Path wal = directory.resolve("slipway.db-wal");
    var reserve = new SqlStore.Reserve(DataDisk.of(directory), () -> false);
    try (var store = SqlStore.sqlite(file, reserve)) {
      assertThat(Files.size(wal)).isEqualTo(WalRoom.BYTES);
      for (int i = 0; i < 300; i++) {
        String value = "value " + i;
        store.write(tx -> tx.settings().put("a", value));
      }
      assertThat(Files.size(wal)).isEqualTo(WalRoom.BYTES);
      // What a crash leaves, with zeros behind the last frame.
      Path copy = Files.createDirectory(directory.resolve("copy")).resolve("slipway.db");
      Files.copy(file, copy);
      Files.copy(wal, copy.resolveSibling("slipway.db-wal"));
      try (var after = SqlStore.sqlite(copy, reserve)) {
        assertThat(after.<String>read(tx -> String.valueOf(tx.settings().get("a"))))
            .isEqualTo("value 299");
      }
    }
  }

  @Test
  void nothingNewIsTakenWhenOnlyTheReserveIsLeft() {
    Disk nearlyFull = () -> new DiskSpace("/data", "/", 1, 1L << 40);
    try (var store = SqlStore.sqlite(file, new SqlStore.Reserve(nearlyFull, () -> false))) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(store::checkRoom)
          .matches(e -> e.fault() == StorageFault.FULL, "full")
          .withMessageContaining("cancels and deletions still go through");
      store.write(tx -> tx.settings().put("a", "1"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL,FULL",
    "SQLITE_BUSY,BUSY",
    "SQLITE_BUSY_SNAPSHOT,BUSY",
    "SQLITE_LOCKED,BUSY",
    "SQLITE_INTERRUPT,INTERRUPTED",
    "SQLITE_IOERR_WRITE,IO",
    "SQLITE_IOERR_FSYNC,IO",
    "SQLITE_READONLY,PERMISSION",
    "SQLITE_CANTOPEN,PERMISSION",
    "SQLITE_CORRUPT,DAMAGED",
    "SQLITE_NOTADB,DAMAGED",
    "SQLITE_MISMATCH,REFUSED"
  })
  void everyErrorOfSqliteHasItsOwnFault(SQLiteErrorCode code, StorageFault fault) {
    var explained = new SqliteDialect(file, () -> SPACE).explain(new SQLiteException("said", code));
    assertThat(explained.fault()).isEqualTo(fault);
    assertThat(explained.getMessage())
        .contains(file.toString())
        .contains("SQLite says: ")
        .doesNotContain("busy");
  }

  @Test
  void anErrorOfTheDiskIsExplainedByWhatTheSystemSaysOfItsDirectory() {
    // Even the superuser may not make a file here.
    var dialect = new SqliteDialect(Path.of("/sys/kernel/slipway.db"), () -> SPACE);
    assertThat(
            dialect
                .explain(new SQLiteException("said", SQLiteErrorCode.SQLITE_IOERR_WRITE))
                .fault())
        .isIn(StorageFault.PERMISSION, StorageFault.READ_ONLY);
  }

  @Test
  void whatTheSystemSaysIsRepeatedWhereItIsNothingThatIsKnown() {
    var dialect = new SqliteDialect(directory.resolve("none/slipway.db"), () -> SPACE);
    for (var code : List.of(SQLiteErrorCode.SQLITE_CANTOPEN, SQLiteErrorCode.SQLITE_IOERR_WRITE)) {
      var explained = dialect.explain(new SQLiteException("said", code));
      assertThat(explained.fault()).isEqualTo(StorageFault.IO);
      assertThat(explained.getMessage())
          .contains("The system says of a new file beside it: ", "NoSuchFileException");
    }
  }

  @Test
  void aStartRemovesWhatProbesOfTheDiskLeft() throws IOException {
    Path left = Files.createFile(directory.resolve("probe123.tmp"));
    Path other = Files.createFile(directory.resolve("probe.yaml"));
    SqlStore.sqlite(file).close();
    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aProbeLeavesNothing() throws IOException {
    DiskProbe.write(directory);
    try (var files = Files.list(directory)) {
      assertThat(files).noneMatch(f -> f.getFileName().toString().startsWith("probe"));
    }
  }

  private static boolean moreRoom(StatementCache cache) {
    try {
      cache.run("PRAGMA max_page_count = 1000000");
      return true;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private String read(String name) {
    try (var store = SqlStore.sqlite(file)) {
      return store.<String>read(tx -> String.valueOf(tx.settings().get(name)));
    }
  }
}
