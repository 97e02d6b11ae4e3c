package dev.slipway.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.Store.Tx;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.store.jdbc.StatementCache;
import dev.slipway.store.jdbc.SyncMode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. Callers put a job into a bounded queue and wait; SQLite has one
/// writer anyway, and a platform thread of its own keeps native calls off the virtual threads'
/// carriers.
final class Writer implements AutoCloseable {
  /// Transactions that may wait. One that finds the queue full is refused and may try again.
  static final int QUEUE_MAX = 1024;

  private static final long QUIET_MILLIS = Checkpoints.QUIET.toMillis();

  private static final String NAME = "slipway-store-writer";

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final StatementCache statementCache;
  private final Transactions transactions;
  private final SyncMode syncMode;
  private final Checkpoints checkpoints;
  private final SqlStore.Reserve reserve;
  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final ReentrantLock door = new ReentrantLock();
  private final Thread thread;
  private boolean closed;
  private boolean stopped;

  private Writer(
      StatementCache statementCache,
      Transactions transactions,
      SyncMode syncMode,
      Checkpoints checkpoints,
      SqlStore.Reserve reserve) {
    this.statementCache = statementCache;
    this.transactions = transactions;
    this.syncMode = syncMode;
    this.checkpoints = checkpoints;
    this.reserve = reserve;
    thread = Thread.ofPlatform().name(NAME).daemon().unstarted(this::loop);
  }

  static Writer start(
      StatementCache statementCache,
      Transactions transactions,
      SyncMode syncMode,
      Checkpoints checkpoints,
      SqlStore.Reserve reserve) {
    var writer = new Writer(statementCache, transactions, syncMode, checkpoints, reserve);
    writer.thread.start();
    return writer;
  }

  /// Runs a transaction on the writer's thread. Waits without a limit: an accepted job will run,
  /// and the caller must learn how it ended. Interrupts are kept for later.
  <T extends @Nullable Object> T run(Durability durability, Function<Tx, T> work) {
    var job = new Job<>(() -> write(durability, work));
    door.lock();
    try {
      if (closed) {
        throw new StoreException(StorageFault.CLOSED, "The store is closed.");
      }
      if (!queue.offer(job)) {
        throw new StoreException(
            StorageFault.BUSY,
            QUEUE_MAX + " transactions are waiting already. Try again in a moment.");
      }
    } finally {
      door.unlock();
    }
    return job.await();
  }

  private <T extends @Nullable Object> T write(Durability durability, Function<Tx, T> work) {
    syncMode.set(statementCache, durability);
    checkpoints.wrote();
    try {
      return transactions.write(statementCache, work);
    } catch (StoreException e) {
      if (!e.fault().isFull() || !reserve.giveUp().getAsBoolean()) {
        throw e;
      }
      return transactions.write(statementCache, work);
    }
  }

  /// Runs what was accepted, then ends the thread and its connection.
  @Override
  public void close() {
    door.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      door.unlock();
    }
    // No other thread offers any more, so the queue will have room.
    var last = new Job<>(this::stop);
    while (!queue.offer(last)) {
      Thread.onSpinWait();
    }
    last.await();
  }

  private boolean stop() {
    stopped = true;
    statementCache.close();
    return true;
  }

  private void loop() {
    while (!stopped) {
      try {
        var next = checkpoints.due() ? queue.poll(QUIET_MILLIS, MILLISECONDS) : queue.take();
        if (next == null) {
          checkpoints.run(statementCache);
        } else {
          next.run();
        }
      } catch (InterruptedException e) {
        LOG.warn("the store's writer was interrupted and goes on; only closing the store ends it");
      }
    }
  }
}
