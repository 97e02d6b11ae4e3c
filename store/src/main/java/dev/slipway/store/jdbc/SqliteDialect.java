package dev.slipway.store.jdbc;

import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.StoreException;
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
public record SqliteDialect(Path file) implements Dialect {
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
      return new StoreException(Violation.message(constraint), false, failure);
    }
    return switch (base(failure)) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          explained(
              "is locked by another program. Close that program, then try again", failure, true);
      case SQLITE_FULL ->
          explained("has no room: the disk is full. Free some space", failure, true);
      case SQLITE_IOERR -> explained("could not be read or written. Check the disk", failure, true);
      case SQLITE_READONLY ->
          explained("is not writable. Give this user the right to write it", failure, false);
      case SQLITE_CANTOPEN ->
          explained(
              "cannot be opened. Check that its directory exists and is writable", failure, false);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          explained(
              "is damaged or not an SQLite database. Move it away and restore a backup",
              failure,
              false);
      default -> explained("refused a statement", failure, false);
    };
  }

  private StoreException explained(String what, SQLException failure, boolean retryable) {
    return new StoreException(
        "The database " + file + " " + what + ". SQLite says: " + failure.getMessage(),
        retryable,
        failure);
  }

  private static SQLiteErrorCode base(SQLException failure) {
    int code =
        failure instanceof SQLiteException e ? e.getResultCode().code : failure.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }
}
