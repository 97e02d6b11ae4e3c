package dev.slipway.store;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.Store.Tx;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.jdbc.StatementCache;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A few connections that only read, each used by one snapshot at a time.
final class Readers implements AutoCloseable {
  /// Snapshots at one time.
  static final int CONNECTIONS_MAX = 4;

  /// How long a caller waits for a connection before it is refused and may try again.
  static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final Supplier<StatementCache> open;
  private final Transactions transactions;
  private final Semaphore permits = new Semaphore(CONNECTIONS_MAX, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<StatementCache> idle = new ArrayDeque<>();
  private boolean closed;

  Readers(Supplier<StatementCache> open, Transactions transactions) {
    this.open = open;
    this.transactions = transactions;
  }

  <T extends @Nullable Object> T run(Function<Tx, T> work) {
    acquire();
    try {
      StatementCache statementCache = take();
      try {
        return transactions.read(statementCache, work);
      } finally {
        giveBack(statementCache);
      }
    } finally {
      permits.release();
    }
  }

  /// Snapshots that are under way end first.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    permits.acquireUninterruptibly(CONNECTIONS_MAX);
    try {
      idle.forEach(StatementCache::close);
      idle.clear();
    } finally {
      permits.release(CONNECTIONS_MAX);
    }
  }

  private void acquire() {
    try {
      if (!permits.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreException(
            StorageFault.BUSY,
            "No read connection came free in " + WAIT_MAX.toSeconds() + " s. Try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StorageFault.INTERRUPTED, "Interrupted while waiting for a read connection.", e);
    }
  }

  private StatementCache take() {
    lock.lock();
    try {
      if (closed) {
        throw new StoreException(StorageFault.CLOSED, "The store is closed.");
      }
      StatementCache statementCache = idle.poll();
      return statementCache == null ? open.get() : statementCache;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(StatementCache statementCache) {
    lock.lock();
    try {
      idle.push(statementCache);
    } finally {
      lock.unlock();
    }
  }
}
