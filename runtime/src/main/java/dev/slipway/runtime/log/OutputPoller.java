package dev.slipway.runtime.log;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// When to look at what replicas have written: often while something comes, less and less often
/// while nothing does, and after a silence only when the machine says that something was written.
///
/// Used by the one who looks, apart from [#soon] and [#close].
final class OutputPoller implements AutoCloseable {
  /// The pause while something comes.
  static final Duration BUSY = Duration.ofMillis(50);

  /// The pause where the machine tells of writes: should it ever have missed one, that is found
  /// then.
  static final Duration TOLD = Duration.ofSeconds(5);

  /// Writes in a row that the machine did not tell of, after which it is not relied upon: on some
  /// file systems it never tells.
  static final int MAX_MISSED = 2;

  private final Duration idle;
  private final Duration told;
  private final @Nullable FileWatch watch;
  private final Semaphore calls = new Semaphore(0);
  private Mode mode = Mode.LOOKING;
  private Duration pause = BUSY;
  private boolean called;
  private int missed;
  private volatile boolean closed;

  private enum Mode {
    /// At growing intervals.
    LOOKING,
    /// The watch has begun; what was written right before is still to be found.
    BEGINNING,
    /// The watch tells.
    WATCHING
  }

  /// @param idle the longest pause without a watch
  /// @param told the pause with one
  /// @param watch makes it, of what is to be run after a write; null where the machine has none
  OutputPoller(Duration idle, Duration told, Function<Runnable, @Nullable FileWatch> watch) {
    this.idle = idle;
    this.told = told;
    this.watch = watch.apply(this::soon);
  }

  /// There may be something: the next look is due.
  void soon() {
    calls.release();
  }

  /// Waits until a look is due.
  ///
  /// @return false: no more of them, it was closed
  boolean await() {
    try {
      called = calls.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      called |= calls.drainPermits() > 0;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Takes up what a look has found.
  ///
  /// @param any whether there was something
  /// @param directories those that were looked at
  void found(boolean any, Collection<Path> directories) {
    if (mode == Mode.WATCHING && any) {
      missed = called ? 0 : missed + 1;
    }
    if (any || called) {
      lookOften();
    } else if (mode != Mode.LOOKING) {
      mode = Mode.WATCHING;
      pause = told;
    } else if (pause.compareTo(idle) < 0) {
      var longer = pause.multipliedBy(2);
      pause = longer.compareTo(idle) < 0 ? longer : idle;
    } else if (watch != null && missed < MAX_MISSED && watch.begin(directories)) {
      mode = Mode.BEGINNING;
      pause = Duration.ZERO;
    }
  }

  private void lookOften() {
    if (watch != null && mode != Mode.LOOKING) {
      watch.end();
    }
    mode = Mode.LOOKING;
    pause = BUSY;
  }

  /// The present pause.
  Duration pause() {
    return pause;
  }

  @Override
  public void close() {
    closed = true;
    soon();
    if (watch != null) {
      watch.close();
    }
  }
}
