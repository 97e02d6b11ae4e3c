package dev.slipway.engine.promotion;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets operator commands preempt the worker: it starts no new row while one runs, for at most 10
/// ms a turn. A row would take the writer and a core away from a command that a caller waits for.
public final class CommandPriority {
  /// How long the worker waits in one turn, however many commands there are: a command that waits
  /// for a gateway must not hold up everything else.
  public static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition clear = lock.newCondition();
  private int commands;

  /// Runs a command; the worker starts no row meanwhile.
  <T> T during(Supplier<T> command) {
    change(1);
    try {
      return command.get();
    } finally {
      change(-1);
    }
  }

  private void change(int by) {
    lock.lock();
    try {
      commands += by;
      if (commands == 0) {
        clear.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no command is carried out, or `nanos` have passed.
  ///
  /// @return what is left of `nanos`; 0 or less: nothing
  public long give(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (commands > 0 && left > 0) {
        left = clear.awaitNanos(left);
      }
      return left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      lock.unlock();
    }
  }
}
