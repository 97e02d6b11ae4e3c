package dev.slipway.engine;

import dev.slipway.domain.Deployment;
import dev.slipway.domain.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that makes things happen: it looks at everything that is not settled, when it is due or
/// when it is nudged. It cannot end quietly: what fails is logged, counted and tried again.
public final class Worker implements AutoCloseable, Nudge {
  /// How often the loop looks although nobody nudged it.
  static final Duration POLL = Duration.ofSeconds(5);

  /// How long a row that failed is left alone.
  static final Duration BACKOFF = Duration.ofSeconds(2);

  /// How long the loop lets the one who nudged it go on before it takes a turn: an answer is about
  /// to be sent, and a turn would take a core away from it. What is nudged meanwhile comes with it.
  static final Duration GIVE_WAY = Duration.ofMillis(2);

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final Store store;
  private final Runtime runtime;
  private final Parts parts;
  private final Telemetry telemetry;
  private final InstantSource time;
  private final RightOfWay way;
  private final Semaphore nudges = new Semaphore(0);
  private final Map<String, Instant> failedUntil = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  /// What is left of the time that this turn waits for commands, nanoseconds.
  private long patience;

  /// What the loop turns.
  record Parts(
      Reconciler reconciler,
      Lifecycle lifecycle,
      Fleet fleet,
      Settling settling,
      Remnants remnants,
      Autoscaler autoscaler,
      Publisher publisher,
      Mirror mirror) {}

  Worker(
      Store store,
      Runtime runtime,
      Parts parts,
      RightOfWay way,
      Telemetry telemetry,
      InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.parts = parts;
    this.way = way;
    this.telemetry = telemetry;
    this.time = time;
    this.thread = Thread.ofPlatform().name("slipway-worker").unstarted(this::run);
  }

  public void start() {
    runtime.onChange(this::nudge);
    var _ = guarded("resume", this::resume);
    thread.start();
  }

  @Override
  public void nudge() {
    nudges.release();
  }

  /// One turn over everything that is not settled.
  ///
  /// @return when the next turn is due, at the latest
  public synchronized Instant turn() {
    var due = new Due(time.instant().plus(POLL));
    patience = RightOfWay.PATIENCE_NANOS;
    due.at(guarded("resume", this::resume));
    var sight = parts.publisher().sight();
    due.at(guarded("mirror", this::lookAtEverything));
    for (Deployment d : parts.mirror().deployments()) {
      due.at(guarded(d.id(), () -> parts.lifecycle().tick(d, sight)));
    }
    due.at(guarded("autoscaling", () -> autoscale(sight)));
    due.at(guarded("publish", this::publish));
    for (Promotion p : store.read(tx -> tx.promotions().active())) {
      due.at(guarded(p.id(), () -> tick(p)));
    }
    due.at(guarded("fleet", () -> parts.fleet().converge(parts.mirror().deployments())));
    due.at(guarded("publish", this::publish));
    due.at(guarded("settling", parts.settling()::turn));
    due.at(guarded("remnants", this::removeRemnants));
    return due.earliest;
  }

  @Override
  public void close() {
    closed = true;
    nudge();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Instant lookAtEverything() {
    parts.mirror().lookAtEverything();
    return null;
  }

  private @Nullable Instant tick(Promotion p) {
    var ticked = parts.reconciler().tick(p.id());
    return ticked.changed() ? time.instant() : ticked.wakeAt();
  }

  private @Nullable Instant resume() {
    parts.settling().resume();
    return null;
  }

  private @Nullable Instant autoscale(Sight sight) {
    return parts.autoscaler().turn(parts.mirror().deployments(), sight) ? time.instant() : null;
  }

  private @Nullable Instant removeRemnants() {
    parts.remnants().remove();
    return null;
  }

  private @Nullable Instant publish() {
    parts.publisher().publish();
    return null;
  }

  private void run() {
    while (!closed) {
      Instant next = guardedTurn();
      try {
        await(next);
        nudges.drainPermits();
      } catch (InterruptedException e) {
        log.atError().log("the worker was interrupted and goes on; only close() ends it");
      }
    }
  }

  /// Waits until a turn is due. In between the autoscaler has its beats, which cost far less.
  private void await(Instant next) throws InterruptedException {
    // A clock that was set back must not make the loop wait for it.
    long left = Math.min(Duration.between(time.instant(), next).toMillis(), POLL.toMillis());
    while (!closed && left > 0) {
      long step =
          parts.autoscaler().rests() ? left : Math.min(left, Autoscaler.INTERVAL.toMillis());
      if (nudges.tryAcquire(step, TimeUnit.MILLISECONDS)) {
        LockSupport.parkNanos(GIVE_WAY.toNanos());
        return;
      }
      if (beat()) {
        return;
      }
      left -= step;
    }
  }

  /// @return whether something was written, or failed, so that a turn is due
  private synchronized boolean beat() {
    return guarded("autoscaling", () -> parts.autoscaler().beat() ? time.instant() : null) != null;
  }

  private Instant guardedTurn() {
    try {
      return turn();
    } catch (RuntimeException e) {
      telemetry.failure("worker");
      log.atError().setCause(e).log("a turn of the worker failed and will be tried again");
      return time.instant().plus(BACKOFF);
    }
  }

  /// Runs one row's work. A row that fails does not stop the others and is left alone for a while.
  private @Nullable Instant guarded(String row, Supplier<@Nullable Instant> work) {
    Instant until = failedUntil.get(row);
    if (until != null && time.instant().isBefore(until)) {
      return until;
    }
    failedUntil.remove(row);
    patience = way.give(patience);
    try {
      return work.get();
    } catch (RuntimeException e) {
      telemetry.failure(row);
      log.atError().addKeyValue("row", row).setCause(e).log("will be tried again");
      Instant again = time.instant().plus(BACKOFF);
      failedUntil.put(row, again);
      return again;
    }
  }

  private static final class Due {
    private Instant earliest;

    Due(Instant latest) {
      this.earliest = latest;
    }

    void at(@Nullable Instant instant) {
      if (instant != null && instant.isBefore(earliest)) {
        earliest = instant;
      }
    }
  }
}
