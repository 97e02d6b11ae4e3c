package dev.slipway.store.jdbc;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.disk.DiskProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The dialect of SQLite.
///
/// @param file the database, for messages
/// @param disk it lies on, for messages
public record SqliteDialect(Path file, Disk disk) implements Dialect {
  private static final String UNIQUE = "UNIQUE constraint failed: ";

  /// SQLite names the columns of a violated constraint, not the constraint.
  private static final Map<String, String> UNIQUES =
      Map.ofEntries(
          Map.entry("models.id", "model_id"),
          Map.entry("models.team_id, models.name", "model_name"),
          Map.entry("deployments.id", "deployment_id"),
          Map.entry("deployments.model_id, deployments.name", "deployment_name"),
          Map.entry("environments.model_id, environments.name", "environment_name"),
          Map.entry("promotions.id", "promotion_id"),
          Map.entry("promotions.model_id, promotions.environment", "promotion_active"),
          Map.entry("api_keys.prefix", "key_prefix"),
          Map.entry("audit_events.id", "audit_id"),
          Map.entry("stamped_calls.caller, stamped_calls.key", "idempotency_key"),
          Map.entry("async_requests.id", "async_id"));

  @Override
  public String beginWrite() {
    return "BEGIN IMMEDIATE";
  }

  /// In WAL mode NORMAL writes the same frames and leaves it to the system when they reach the
  /// disk.
  @Override
  public String waitFor(Durability durability) {
    return switch (durability) {
      case DURABLE -> "PRAGMA synchronous = FULL";
      case DERIVABLE -> "PRAGMA synchronous = NORMAL";
    };
  }

  /// The first commit after a checkpoint starts the log again, which waits for the disk once more
  /// than other commits do. So a commit that changes nothing follows at once: the version is not
  /// used.
  @Override
  public List<String> checkpoint() {
    return List.of("PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA user_version = 0");
  }

  @Override
  public String beginRead() {
    return "BEGIN DEFERRED";
  }

  @Override
  public @Nullable String violated(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    int at = message.indexOf(UNIQUE);
    if (at >= 0) {
      String columns = message.substring(at + UNIQUE.length()).replace(")", "").strip();
      return UNIQUES.getOrDefault(columns, columns);
    }
    return message.contains("FOREIGN KEY constraint failed") ? "foreign_key" : null;
  }

  @Override
  public StoreException explain(SQLException failure) {
    String constraint = violated(failure);
    if (constraint != null) {
      return new StoreException(StorageFault.REFUSED, Violation.message(constraint), failure);
    }
    StorageFault byCode = fault(base(failure));
    // SQLite's code says little of what kept it from writing, so the disk is asked.
    IOException probe =
        byCode == StorageFault.IO || byCode == StorageFault.PERMISSION ? probe() : null;
    StorageFault known = probe == null ? byCode : StorageFault.of(probe);
    StorageFault fault = known == null ? StorageFault.IO : known;
    String more = known == null ? " The system says of a new file beside it: " + probe : "";
    return new StoreException(
        fault, sentences(fault) + " SQLite says: " + failure.getMessage() + more, failure);
  }

  private static StorageFault fault(SQLiteErrorCode code) {
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> StorageFault.BUSY;
      case SQLITE_INTERRUPT, SQLITE_ABORT -> StorageFault.INTERRUPTED;
      case SQLITE_FULL -> StorageFault.FULL;
      case SQLITE_IOERR -> StorageFault.IO;
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN -> StorageFault.PERMISSION;
      case SQLITE_CORRUPT, SQLITE_NOTADB -> StorageFault.DAMAGED;
      default -> StorageFault.REFUSED;
    };
  }

  /// What keeps a new file from being written beside the database; null: nothing.
  private @Nullable IOException probe() {
    Path directory = file.toAbsolutePath().getParent();
    try {
      if (directory != null) {
        DiskProbe.write(directory);
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private String sentences(StorageFault fault) {
    String database = "The database " + file + " ";
    return switch (fault) {
      case BUSY -> database + "is locked by another program. Close that program, then try again.";
      case INTERRUPTED -> database + "broke off a statement. Try again.";
      case OUT_OF_FILES, FULL, QUOTA, READ_ONLY, IO ->
          database + "cannot be written. " + fault.sentences(disk.space());
      case PERMISSION ->
          database
              + "cannot be opened or written. Check that it, its directory and the files beside it"
              + " exist and are writable for this user.";
      case DAMAGED ->
          database + "is damaged or not an SQLite database. Move it away and restore a backup.";
      case CLOSED -> database + "is closed.";
      case REFUSED -> database + "refused a statement.";
    };
  }

  private static SQLiteErrorCode base(SQLException failure) {
    int code =
        failure instanceof SQLiteException e ? e.getResultCode().code : failure.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }
}
