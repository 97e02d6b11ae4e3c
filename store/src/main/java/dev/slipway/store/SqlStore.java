package dev.slipway.store;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.ChangeLog;
import dev.slipway.engine.port.store.Changes;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.disk.WalRoom;
import dev.slipway.store.jdbc.Dialect;
import dev.slipway.store.jdbc.SqliteDialect;
import dev.slipway.store.jdbc.StatementCache;
import dev.slipway.store.jdbc.SyncMode;
import dev.slipway.store.json.SafeRead;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A store in an SQL database. Transactions run one after another on one thread of their own;
/// snapshots run on the thread of the caller, which may be a virtual one.
///
/// Every "oldest first" is the order of insertion. A violated constraint is a [StoreException] that
/// is not retryable and names it: `model_id`, `model_name`, `deployment_id`, `deployment_name`,
/// `environment_name`, `promotion_id`, `promotion_active`, `key_prefix`, `audit_id`, or
/// `foreign_key`, which is checked at the end of the transaction.
public final class SqlStore implements Store {
  private final Writer writer;
  private final Readers readers;
  private final ReentrancyGuard reentrancyGuard = new ReentrancyGuard();
  private final ChangeLog changes = new ChangeLog();
  private final Disk disk;

  private SqlStore(
      StatementCache write, Supplier<StatementCache> read, Dialect dialect, Reserve reserve) {
    var transactions = new Transactions(dialect, new SafeRead(), changes);
    this.disk = reserve.disk();
    this.readers = new Readers(read, transactions);
    this.writer =
        Writer.start(
            write, transactions, new SyncMode(dialect), new Checkpoints(dialect, disk), reserve);
  }

  /// What is kept back of a disk for what must be written when it is full.
  ///
  /// @param giveUp makes room once more; false: nothing is left to give up
  public record Reserve(Disk disk, BooleanSupplier giveUp) {
    /// Nothing is kept back, and the disk is not looked at.
    public static final Reserve NONE = new Reserve(Disk.UNWATCHED, () -> false);
  }

  /// Opens the SQLite database in `path`, which is created where there is none, readable by its
  /// owner alone, and brought to the schema of this version. The directory must exist, and the
  /// caller keeps other processes away from it.
  ///
  /// @throws StoreException where it cannot be opened, is damaged, or was made by a newer version;
  ///   the message says what to do
  public static SqlStore sqlite(Path path) {
    return sqlite(path, Reserve.NONE);
  }

  /// The same, with a reserve that is given up where the disk is too full to open it.
  public static SqlStore sqlite(Path path, Reserve reserve) {
    if (reserve.disk().space().level() == DiskSpace.Level.FULL) {
      var _ = reserve.giveUp().getAsBoolean();
    }
    var file = new SqliteFile(path);
    var dialect = new SqliteDialect(path, reserve.disk());
    file.prepare();
    StatementCache write = open(file::openWriter, dialect);
    try {
      file.check(write);
      new Migrations(file.dataSource(), "classpath:db/sqlite", path, dialect).run(write);
      WalRoom.take(file.wal(), reserve.disk());
    } catch (RuntimeException e) {
      write.close();
      throw Failures.seenByCaller(e, dialect);
    }
    return new SqlStore(write, () -> open(file::openReader, dialect), dialect, reserve);
  }

  @Override
  public <T extends @Nullable Object> T transact(Durability durability, Function<Tx, T> work) {
    reentrancyGuard.check();
    return writer.run(durability, tx -> reentrancyGuard.around(() -> work.apply(tx)));
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Tx, T> work) {
    return reentrancyGuard.around(() -> readers.run(work));
  }

  @Override
  public void checkRoom() {
    DiskSpace space = disk.space();
    if (space.level() == DiskSpace.Level.FULL) {
      throw new StoreException(StorageFault.FULL, space.full());
    }
  }

  @Override
  public Changes changes(long mark) {
    return changes.since(mark);
  }

  /// Runs the transactions that were accepted before, then closes. A second call does nothing.
  @Override
  public void close() {
    reentrancyGuard.check();
    readers.close();
    writer.close();
  }

  /// Opens a connection.
  private interface Opening {
    Connection open() throws SQLException;
  }

  private static StatementCache open(Opening opening, Dialect dialect) {
    try {
      return new StatementCache(opening.open());
    } catch (SQLException e) {
      throw dialect.explain(e);
    }
  }
}
