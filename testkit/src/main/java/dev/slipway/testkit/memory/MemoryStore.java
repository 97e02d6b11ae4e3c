package dev.slipway.testkit.memory;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.ChangeLog;
import dev.slipway.engine.port.store.Changes;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A store in memory that keeps every promise of the port but durability, and that can die at a
/// chosen write. Transactions hold one lock; snapshots take none.
///
/// A test of crashes runs once to learn how many [#writes] there are, then once for each of them
/// with [#crashAt], before and after the commit, and goes on with [#reopen].
public final class MemoryStore implements Store {
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadLocal<Boolean> inside = new ThreadLocal<>();
  private final ChangeLog changes = new ChangeLog();
  private volatile MemoryStoreState committed;
  private volatile MemoryStoreState onDisk;
  private volatile boolean closed;
  private volatile boolean crashed;
  private volatile boolean full;
  private long writes;
  private long crashAt;
  private boolean crashAfterCommit;

  public MemoryStore() {
    this(MemoryStoreState.EMPTY);
  }

  private MemoryStore(MemoryStoreState committed) {
    this.committed = committed;
    this.onDisk = committed;
  }

  /// The process dies at a write. Everything that is asked of this store from then on fails the
  /// same way.
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(long nth, boolean afterCommit) {
      super("crash " + (afterCommit ? "after" : "before") + " the commit of write " + nth);
    }
  }

  /// Transactions that wrote something and were committed by this store.
  public long writes() {
    lock.lock();
    try {
      return writes;
    } finally {
      lock.unlock();
    }
  }

  /// Makes the store die at a write.
  ///
  /// @param nth counted like [#writes], 1 or more
  /// @param afterCommit true: what it wrote is kept, but the caller never learns it
  public void crashAt(long nth, boolean afterCommit) {
    lock.lock();
    try {
      crashAt = nth;
      crashAfterCommit = afterCommit;
    } finally {
      lock.unlock();
    }
  }

  public boolean crashed() {
    return crashed;
  }

  /// From now on there is room for what adds something, or there is none.
  public void fill(boolean noRoom) {
    full = noRoom;
  }

  @Override
  public void checkRoom() {
    if (full) {
      throw new StoreException(StorageFault.FULL, "The disk is full. Free some space.");
    }
  }

  /// The store that a new process finds: everything that was committed, and nothing else.
  public MemoryStore reopen() {
    return new MemoryStore(committed);
  }

  /// The store after a loss of power, at worst: without commits that were only
  /// [Durability#DERIVABLE].
  public MemoryStore reopenAfterPowerLoss() {
    return new MemoryStore(onDisk);
  }

  @Override
  public <T extends @Nullable Object> T transact(Durability durability, Function<Tx, T> work) {
    enter();
    lock.lock();
    try {
      checkAlive();
      var session = new MemoryStoreSession(true);
      var tx = new MemoryStoreTx(session, committed);
      try {
        T result = work.apply(tx);
        commit(tx, durability);
        return result;
      } finally {
        session.end();
      }
    } finally {
      lock.unlock();
      inside.remove();
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Tx, T> work) {
    enter();
    var session = new MemoryStoreSession(false);
    try {
      checkAlive();
      return work.apply(new MemoryStoreTx(session, committed));
    } finally {
      session.end();
      inside.remove();
    }
  }

  @Override
  public Changes changes(long mark) {
    return changes.since(mark);
  }

  @Override
  public void close() {
    checkNotInside();
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void commit(MemoryStoreTx tx, Durability durability) {
    if (!tx.changed()) {
      return;
    }
    MemoryStoreState next = tx.result();
    next.checkReferences();
    boolean dies = writes + 1 == crashAt;
    if (dies && !crashAfterCommit) {
      throw die();
    }
    var models = committed.modelsThatDiffer(next);
    committed = next;
    changes.add(models);
    if (durability == Durability.DURABLE) {
      onDisk = next;
    }
    writes++;
    if (dies) {
      throw die();
    }
  }

  private Crash die() {
    crashed = true;
    return new Crash(crashAt, crashAfterCommit);
  }

  private void checkAlive() {
    if (crashed) {
      throw new Crash(crashAt, crashAfterCommit);
    }
    if (closed) {
      throw new StoreException(StorageFault.CLOSED, "The store is closed.");
    }
  }

  private void enter() {
    checkNotInside();
    inside.set(true);
  }

  private void checkNotInside() {
    if (inside.get() != null) {
      throw new IllegalStateException(
          "Store.transact, read or close inside another (expected: one at a time; hand the inner"
              + " function the outer transaction)");
    }
  }
}
