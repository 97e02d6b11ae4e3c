package dev.slipway.runtime.log;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Polling schedule for replica output: often while something comes, with exponential back-off
/// while nothing does, and after a silence only when the machine notifies of a write.
///
/// Used by the polling thread alone, apart from [#soon] and [#close].
final class OutputPoller implements AutoCloseable {
  /// The pause between two polls while something comes.
  static final Duration BUSY = Duration.ofMillis(50);

  /// The pause while the machine notifies of writes. A write that it missed is found then.
  static final Duration TOLD = Duration.ofSeconds(5);

  /// Missed notifications in a row after which the machine is not relied upon: on some file systems
  /// it never sends any.
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
    /// Polls at growing intervals.
    LOOKING,
    /// The watch has begun; a last poll finds the writes right before it.
    BEGINNING,
    /// Waits for a notification.
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

  /// Makes the next poll due at once.
  void soon() {
    calls.release();
  }

  /// Waits until a poll is due.
  ///
  /// @return false: it was closed
  boolean await() {
    try {
      called = calls.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      called |= calls.drainPermits() > 0;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Adapts the schedule to the result of a poll.
  ///
  /// @param any whether it found something
  /// @param directories the polled ones
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
