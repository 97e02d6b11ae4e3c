package dev.slipway.gateway.route;

import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.engine.port.routes.RouteTable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The table and the keys that are in use. Any thread reads them; a table is exchanged as a whole,
/// and its revision only grows.
public final class LiveRoutes {
  private final TableCompiler compiler;
  private final LongSupplier nanos;
  private final ReentrantLock applying = new ReentrantLock();
  private final Condition applied = applying.newCondition();
  private volatile CompiledTable table = CompiledTable.EMPTY;
  private volatile KeyRing keys = KeyRing.EMPTY;
  private volatile boolean keysLoaded;
  private volatile boolean loaded;

  public LiveRoutes(TableCompiler compiler, LongSupplier nanos) {
    this.compiler = compiler;
    this.nanos = nanos;
  }

  public CompiledTable table() {
    return table;
  }

  public KeyRing keys() {
    return keys;
  }

  /// Whether a table and keys were applied. Before, nothing that could be said of a model or a key
  /// would be true.
  public boolean isLoaded() {
    return loaded;
  }

  /// Puts `source` in use where it is newer than the table in use.
  ///
  /// @return whether it is in use now
  public boolean apply(RouteTable source) {
    applying.lock();
    try {
      if (source.revision() <= table.revision()) {
        return false;
      }
      var before = table;
      var next = compiler.compile(source, before);
      table = next;
      loaded = keysLoaded;
      compiler.settle(before, next);
      applied.signalAll();
      return true;
    } finally {
      applying.unlock();
    }
  }

  public void apply(KeyRing ring) {
    applying.lock();
    try {
      keys = ring;
      keysLoaded = true;
      loaded = table.revision() > 0;
    } finally {
      applying.unlock();
    }
  }

  /// Waits until a table of `revision` or a newer one is in use.
  ///
  /// @param end when to give up, in nanoseconds of the gateway's clock
  /// @return false where it gave up
  public boolean awaitApplied(long revision, long end) throws InterruptedException {
    applying.lock();
    try {
      while (table.revision() < revision) {
        long left = end - nanos.getAsLong();
        if (left <= 0 || applied.awaitNanos(left) <= 0) {
          return table.revision() >= revision;
        }
      }
      return true;
    } finally {
      applying.unlock();
    }
  }
}
