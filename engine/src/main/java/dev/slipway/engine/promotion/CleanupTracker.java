package dev.slipway.engine.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Changes;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows ended promotions until the losing side's replicas are what the cleanup strategy says,
/// and writes that down as the last line of their record.
public final class CleanupTracker {
  private final Store store;
  private final Runtime runtime;
  private final DecisionWriter decisions;
  private final InstantSource time;
  private final Map<EnvironmentKey, Promotion> ended = new HashMap<>();
  private final Map<String, Integer> written = new HashMap<>();
  private long mark = Changes.NEVER;
  private final Instant started;
  private boolean resumed;

  public CleanupTracker(
      Store store, Runtime runtime, DecisionWriter decisions, InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.decisions = decisions;
    this.time = time;
    this.started = time.instant();
  }

  /// Says in the records that are still open that the counters start at zero again. To be called
  /// before anything else is written to them; only the first call does something.
  public void resume() {
    if (!resumed) {
      List<Environment> open =
          store.read(tx -> tx.environments().all().stream().filter(e -> open(tx, e)).toList());
      store.write(tx -> resume(tx, open));
      resumed = true;
    }
  }

  private boolean open(Store.Tx tx, Environment e) {
    Promotion last = tx.promotions().latest(e.key());
    return last != null && last.terms().startedAt().isBefore(started) && !settled(tx, last);
  }

  private void resume(Store.Tx tx, List<Environment> all) {
    for (Environment e : all) {
      Promotion last = tx.promotions().latest(e.key());
      if (last != null && open(tx, e)) {
        decisions.note(
            tx, last, e, time.instant(), LineKind.RESTARTED, "the server was restarted", null);
      }
    }
  }

  /// Writes down how many replicas of a losing side are left, whenever that has changed.
  public void turn() {
    Changes changes = store.changes(mark);
    if (changes.everything() || !changes.models().isEmpty()) {
      store.read(tx -> look(tx, changes)).forEach(this::follow);
    }
    mark = changes.mark();
    for (Promotion last : List.copyOf(ended.values())) {
      int surplus = surplus(last);
      if (!Integer.valueOf(surplus).equals(written.get(last.id()))) {
        // What is counted on the way would be counted again.
        var durability = surplus == 0 ? Durability.DURABLE : Durability.DERIVABLE;
        store.transact(durability, tx -> write(tx, last, surplus));
        written.put(last.id(), surplus);
        decisions.announce();
      }
      if (surplus == 0) {
        ended.remove(last.environment());
        written.remove(last.id());
      }
    }
  }

  /// An environment, and its last promotion where that ended and is not settled.
  private record Last(EnvironmentKey environment, @Nullable Promotion unsettled) {}

  /// What is written now of the environments where something was written since the last turn.
  private static List<Last> look(Store.Tx tx, Changes changes) {
    List<Environment> all =
        changes.everything()
            ? tx.environments().all()
            : changes.models().stream()
                .flatMap(m -> tx.environments().ofModel(m).stream())
                .toList();
    return all.stream().map(e -> last(tx, e.key())).toList();
  }

  private static Last last(Store.Tx tx, EnvironmentKey environment) {
    Promotion p = tx.promotions().latest(environment);
    boolean unsettled = p != null && p.state().isTerminal() && !settled(tx, p);
    return new Last(environment, unsettled ? p : null);
  }

  private void follow(Last last) {
    Promotion unsettled = last.unsettled();
    if (unsettled == null) {
      ended.remove(last.environment());
    } else {
      ended.put(last.environment(), unsettled);
    }
  }

  /// Replicas of the losing side that should be gone.
  private int surplus(Promotion p) {
    String loser = loser(p);
    Deployment d = loser == null ? null : store.read(tx -> tx.deployments().find(loser));
    if (d == null) {
      return 0;
    }
    long running = runtime.replicas().stream().filter(r -> r.deploymentId().equals(d.id())).count();
    return (int) Math.max(0, running - d.placement().desiredReplicas());
  }

  private static @Nullable String loser(Promotion p) {
    return p.state() instanceof PromotionState.Succeeded
        ? p.sides().previous()
        : p.sides().candidate();
  }

  static boolean settled(Store.Tx tx, Promotion p) {
    return isSettled(tx.promotions().events(p.id()));
  }

  /// Whether a record has its last line.
  static boolean isSettled(List<PromotionEvent> lines) {
    return settledAt(lines) != null;
  }

  /// When its last line was written; null: it has none.
  static @Nullable Instant settledAt(List<PromotionEvent> lines) {
    return lines.stream()
        .filter(e -> e.kind().last())
        .map(PromotionEvent::at)
        .findFirst()
        .orElse(null);
  }

  private boolean write(Store.Tx tx, Promotion p, int surplus) {
    Environment e = tx.environments().find(p.environment());
    if (e == null || settled(tx, p)) {
      return false;
    }
    LineKind kind = surplus == 0 ? LineKind.SETTLED : LineKind.STOPPING;
    String text =
        surplus == 0
            ? "replicas are what the cleanup strategy says"
            : "still to be stopped on the losing side: " + surplus;
    decisions.append(tx, p, e, new DecisionWriter.Line(time.instant(), kind, text, null, surplus));
    return true;
  }
}
