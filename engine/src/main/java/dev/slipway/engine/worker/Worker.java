package dev.slipway.engine.worker;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.loop.NudgedLoop;
import dev.slipway.engine.loop.Repeats;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.promotion.CleanupTracker;
import dev.slipway.engine.promotion.CommandPriority;
import dev.slipway.engine.promotion.Reconciler;
import dev.slipway.engine.routing.ModelCache;
import dev.slipway.engine.routing.Publisher;
import dev.slipway.engine.scaling.Autoscaler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that converges what runs on what is written: it looks at everything that is not
/// settled, when it is due or when it is nudged. A row that fails is logged, counted, left alone
/// for a while, and stops no other row.
public final class Worker implements AutoCloseable, Nudge {
  /// How often the loop looks although nothing nudged it.
  static final Duration POLL = Duration.ofSeconds(5);

  /// How long a row that failed is left alone, and how long the loop waits after a turn that failed
  /// as a whole, unless it is nudged.
  static final Duration BACKOFF = Duration.ofSeconds(2);

  /// The least time between a turn that failed as a whole and the next one.
  static final Duration BACKOFF_FLOOR = Duration.ofMillis(200);

  /// How long the loop lets its nudger go on before it takes a turn: an answer is about to be sent,
  /// and a turn would take a core away from it.
  static final Duration GIVE_WAY = Duration.ofMillis(2);

  /// How long [#close] waits for the turn that is under way.
  static final Duration JOIN = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Store store;
  private final Runtime runtime;
  private final ModelCache cache;
  private final Parts parts;
  private final Telemetry telemetry;
  private final InstantSource time;
  private final CommandPriority priority;
  private final Map<String, Instant> failedUntil = new HashMap<>();
  private final Repeats repeats;
  private final NudgedLoop loop;
  private Instant turnAt = Instant.MIN;

  /// What is left of the time that this turn waits for commands, nanoseconds.
  private long patience;

  /// What the loop turns.
  public record Parts(
      Reconciler reconciler,
      Lifecycle lifecycle,
      Fleet fleet,
      CleanupTracker cleanup,
      DeletionSweeper sweeper,
      Autoscaler autoscaler,
      Publisher publisher) {}

  public Worker(
      Store store,
      Runtime runtime,
      ModelCache cache,
      Parts parts,
      CommandPriority priority,
      Telemetry telemetry,
      InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.cache = cache;
    this.parts = parts;
    this.priority = priority;
    this.telemetry = telemetry;
    this.time = time;
    this.repeats = new Repeats(time);
    this.loop =
        new NudgedLoop(
            "worker",
            new NudgedLoop.Pace(POLL, BACKOFF, BACKOFF_FLOOR, GIVE_WAY, JOIN),
            this::turnOrBeat,
            telemetry::failure,
            time);
  }

  public void start() {
    runtime.onChange(this::nudge);
    var _ = guarded("resume", parts.cleanup()::resume);
    loop.start();
  }

  @Override
  public void nudge() {
    loop.nudge();
  }

  @Override
  public void close() {
    loop.close();
  }

  /// One turn over everything that is not settled, in phases.
  ///
  /// @return when the next turn is due, at the latest
  public synchronized Instant turn() {
    var due = new Due(time.instant().plus(POLL));
    patience = CommandPriority.PATIENCE_NANOS;
    due.at(guarded("resume", parts.cleanup()::resume));
    ReplicaCounts sight = parts.publisher().sight();
    due.at(guarded("model-cache", cache::lookAtEverything));
    moveDeployments(sight, due);
    due.at(guarded("autoscaling", () -> autoscale(sight)));
    due.at(guarded("publish", this::publish));
    movePromotions(due);
    due.at(guarded("first", parts.lifecycle()::promoteFirst));
    due.at(guarded("fleet", () -> parts.fleet().converge(cache.deployments())));
    due.at(guarded("publish", this::publish));
    due.at(guarded("cleanup", parts.cleanup()::turn));
    due.at(guarded("deleted-deployments", parts.sweeper()::remove));
    return due.earliest;
  }

  private void moveDeployments(ReplicaCounts sight, Due due) {
    for (Deployment d : cache.deployments()) {
      due.at(guarded(d.id(), () -> parts.lifecycle().tick(d, sight)));
    }
  }

  private void movePromotions(Due due) {
    for (Promotion p : store.read(tx -> tx.promotions().active())) {
      due.at(guarded(p.id(), () -> tick(p)));
    }
  }

  private void publish() {
    var _ = parts.publisher().publish();
  }

  private @Nullable Instant tick(Promotion p) {
    var ticked = parts.reconciler().tick(p.id());
    return ticked.changed() ? time.instant() : ticked.wakeAt();
  }

  private @Nullable Instant autoscale(ReplicaCounts sight) {
    return parts.autoscaler().turn(cache.deployments(), sight) ? time.instant() : null;
  }

  /// A turn where one is due, and in between the autoscaler's beats, which cost far less.
  private synchronized Instant turnOrBeat(boolean nudged) {
    Instant now = time.instant();
    // A clock that was set back must not make a turn wait for it.
    turnAt = earlier(turnAt, now.plus(POLL));
    if (nudged || !now.isBefore(turnAt) || beat()) {
      turnAt = now; // where the turn fails, the next one is due
      turnAt = turn();
    }
    return parts.autoscaler().rests()
        ? turnAt
        : earlier(turnAt, time.instant().plus(Autoscaler.INTERVAL));
  }

  /// @return whether something was written, or failed, so that a turn is due
  private boolean beat() {
    return guarded("autoscaling", () -> parts.autoscaler().beat() ? time.instant() : null) != null;
  }

  /// As below, for a row that has nothing to wait for but nudges.
  private @Nullable Instant guarded(String row, Runnable work) {
    return guarded(
        row,
        () -> {
          work.run();
          return null;
        });
  }

  /// Runs one row's work, unless it failed a moment ago.
  ///
  /// @return when the row is to be looked at again; null: when nudged
  private @Nullable Instant guarded(String row, Supplier<@Nullable Instant> work) {
    Instant until = failedUntil.get(row);
    if (until != null && time.instant().isBefore(until)) {
      return until;
    }
    failedUntil.remove(row);
    patience = priority.give(patience);
    try {
      return work.get();
    } catch (RuntimeException e) {
      telemetry.failure(row);
      repeats.failed(LOG, row, e, "worker row failed; retrying in " + BACKOFF.toSeconds() + " s");
      Instant again = time.instant().plus(BACKOFF);
      failedUntil.put(row, again);
      return again;
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
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
