package dev.slipway.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop on a thread of its own that takes a turn when one is due, or when it is nudged. It cannot
/// end quietly: a turn that throws is logged, counted and followed by another; only [#close] ends
/// it. A nudge that comes during a turn is not lost: another turn follows.
public final class NudgedLoop implements Nudge, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NudgedLoop.class);

  private final String name;
  private final Pace pace;
  private final Turn turn;
  private final Consumer<String> failures;
  private final InstantSource time;
  private final Repeats repeats;
  private final Semaphore nudges = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private Instant seen = Instant.MIN;
  private boolean waitsFirst;

  /// What the loop does.
  @FunctionalInterface
  public interface Turn {
    /// @param nudged false: the turn was due by itself; true: somebody nudged, or the clock was set
    ///   back, so that what was due by it is due at once
    /// @return when the next one is due, at the latest
    Instant take(boolean nudged);
  }

  /// How long the loop waits.
  ///
  /// @param poll the longest time between two turns, so that a lost nudge costs no more, and a
  ///   clock that was set back makes nothing wait
  /// @param backoff after a turn that threw, unless a nudge ends the wait
  /// @param backoffFloor the part of `backoff` that no nudge cuts short, so that a turn that fails
  ///   at every nudge cannot spin
  /// @param giveWay after a nudge, for the nudger to go on; what is nudged meanwhile comes with it
  /// @param join how long [#close] waits for a turn that is under way
  public record Pace(
      Duration poll, Duration backoff, Duration backoffFloor, Duration giveWay, Duration join) {}

  /// @param name of the thread, after `slipway-`, and of the row under which failures are counted
  /// @param failures called with `name` when a turn threw
  public NudgedLoop(
      String name, Pace pace, Turn turn, Consumer<String> failures, InstantSource time) {
    this.name = name;
    this.pace = pace;
    this.turn = turn;
    this.failures = failures;
    this.time = time;
    this.repeats = new Repeats(time);
    this.thread = Thread.ofPlatform().name("slipway-" + name).unstarted(this::run);
  }

  /// Starts the loop with a turn.
  public void start() {
    thread.start();
  }

  /// Starts the loop with a wait of one [Pace#poll].
  public void startLater() {
    waitsFirst = true;
    thread.start();
  }

  @Override
  public void nudge() {
    nudges.release();
  }

  /// Ends the loop after the turn that is under way, and waits for it, but no longer than
  /// [Pace#join].
  @Override
  public void close() {
    closed.countDown();
    nudge();
    try {
      thread.join(pace.join().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void run() {
    Instant next = waitsFirst ? Instant.MAX : time.instant();
    while (isOpen()) {
      try {
        boolean nudged = await(next);
        if (isOpen()) {
          next = turn.take(nudged);
        }
      } catch (InterruptedException _) {
        interrupted();
      } catch (RuntimeException | Error e) {
        failed(e);
        next = backOff();
      }
    }
  }

  private void failed(Throwable e) {
    repeats.failed(
        LOG, name, e, "loop turn failed; retrying in " + pace.backoff().toSeconds() + " s");
    try {
      failures.accept(name);
    } catch (RuntimeException worse) {
      LOG.atError()
          .addKeyValue("row", name)
          .setCause(worse)
          .log("failed loop turn not counted; the loop goes on");
    }
  }

  /// @return whether a nudge ended the wait, or the clock was set back meanwhile
  private boolean await(Instant next) throws InterruptedException {
    Duration left = Duration.between(time.instant(), next);
    Duration wait = left.compareTo(pace.poll()) < 0 ? left : pace.poll();
    boolean nudged = nudges.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (nudged && isOpen()) {
      LockSupport.parkNanos(pace.giveWay().toNanos());
    }
    nudges.drainPermits();
    Instant before = seen;
    seen = time.instant();
    return nudged || seen.isBefore(before);
  }

  /// Waits after a turn that threw. A nudge that ends the wait is left for the turn to be told.
  ///
  /// @return that a turn is due then
  private Instant backOff() {
    long floor = pace.backoffFloor().toNanos();
    try {
      boolean over = closed.await(floor, TimeUnit.NANOSECONDS);
      if (!over && nudges.tryAcquire(pace.backoff().toNanos() - floor, TimeUnit.NANOSECONDS)) {
        nudges.release();
      }
    } catch (InterruptedException _) {
      interrupted();
    }
    return time.instant();
  }

  private void interrupted() {
    LOG.atError().addKeyValue("row", name).log("loop interrupted; it goes on until closed");
  }
}
