package dev.slipway.store;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.disk.DiskProbe;
import dev.slipway.store.jdbc.StatementCache;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/// The database file: who may read it, and how connections to it are set up.
record SqliteFile(Path path) {
  /// How long a statement waits for a lock that another program holds.
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

  /// The length that the write-ahead log is cut back to after it was longer.
  static final long JOURNAL_MAX_BYTES = 16L * 1024 * 1024;

  /// The log's length at which a commit makes a checkpoint itself, because there was no quiet
  /// moment for one ([Checkpoints]); in pages of 4 KiB, short of [#JOURNAL_MAX_BYTES].
  static final long JOURNAL_MAX_PAGES = JOURNAL_MAX_BYTES / 4096 * 3 / 4;

  /// Databases that are larger than this are not looked through at the start: it would take
  /// seconds.
  static final long CHECKED_MAX_BYTES = 64L * 1024 * 1024;

  /// What sorts and statements put aside needs no room on a disk.
  private static final String TEMPORARY_IN_MEMORY = "PRAGMA temp_store = MEMORY";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /// Creates the file where there is none, and closes it to other users; SQLite gives the files
  /// beside it the same mode. What probes of the disk left beside it is removed.
  void prepare() {
    try {
      createIfMissing();
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        DiskProbe.removeOld(directory);
      }
      if (isPosix()) {
        Files.setPosixFilePermissions(path, OWNER_ONLY);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new StoreException(
          fault(e),
          "The database "
              + path
              + " cannot be created or opened. Check that its directory exists and is writable for"
              + " this user. Cause: "
              + e,
          e);
    }
  }

  Connection openWriter() throws SQLException {
    return pragmas(
        config().createConnection(url()),
        "PRAGMA journal_size_limit = " + JOURNAL_MAX_BYTES,
        "PRAGMA wal_autocheckpoint = " + JOURNAL_MAX_PAGES,
        TEMPORARY_IN_MEMORY);
  }

  /// For migrations, which open connections of their own.
  DataSource dataSource() {
    var source = new SQLiteDataSource(config());
    source.setUrl(url());
    return source;
  }

  Connection openReader() throws SQLException {
    return pragmas(config().createConnection(url()), "PRAGMA query_only = ON", TEMPORARY_IN_MEMORY);
  }

  /// Looks through a database of a usual size for damage, so that it is found at the start and not
  /// in the middle of a promotion.
  ///
  /// @throws StoreException where it is damaged
  void check(StatementCache statementCache) {
    try {
      if (Files.size(path) > CHECKED_MAX_BYTES) {
        return;
      }
    } catch (IOException e) {
      throw new StoreException(fault(e), "The database " + path + " cannot be read: " + e, e);
    }
    String found = statementCache.prepare("PRAGMA quick_check(1)").one(row -> row.getString(1));
    if (!"ok".equals(found)) {
      throw new StoreException(
          StorageFault.DAMAGED,
          "The database "
              + path
              + " is damaged. Move it away and restore a backup. SQLite says: "
              + found);
    }
  }

  /// The write-ahead log.
  Path wal() {
    return path.resolveSibling(path.getFileName() + "-wal");
  }

  private static StorageFault fault(Exception e) {
    StorageFault known = e instanceof IOException io ? StorageFault.of(io) : null;
    return known == null ? StorageFault.REFUSED : known;
  }

  private String url() {
    return "jdbc:sqlite:" + path.toAbsolutePath();
  }

  private void createIfMissing() throws IOException {
    try {
      if (isPosix()) {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else {
        Files.createFile(path);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(path)) {
        throw e;
      }
    }
  }

  private boolean isPosix() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    return directory != null
        && Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class);
  }

  private static SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
    return config;
  }

  private static Connection pragmas(Connection connection, String... pragmas) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute(pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
