package dev.slipway.engine.promotion;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.Decision;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Observation;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionMachine;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.routing.Fence;
import dev.slipway.engine.routing.Fence.Confirmation;
import dev.slipway.engine.routing.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Moves a promotion on by one tick: observe, decide, commit.
public final class Reconciler {
  /// How long a tick waits for the gateways; the next tick asks again.
  public static final Duration FENCE_IN_TICK = Duration.ofMillis(250);

  private final Store store;
  private final Publisher publisher;
  private final Fence fence;
  private final Observer observer;
  private final DecisionWriter decisions;
  private final Telemetry telemetry;
  private final InstantSource time;

  public Reconciler(
      Store store,
      Publisher publisher,
      Fence fence,
      Observer observer,
      DecisionWriter decisions,
      Telemetry telemetry,
      InstantSource time) {
    this.store = store;
    this.publisher = publisher;
    this.fence = fence;
    this.observer = observer;
    this.decisions = decisions;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// What a tick led to.
  ///
  /// @param written null: nothing was
  /// @param wakeAt when to look again; null: when nudged
  public record Ticked(@Nullable Written written, @Nullable Instant wakeAt) {
    static final Ticked NOTHING = new Ticked(null, null);

    public boolean changed() {
      return written != null;
    }

    /// The promotion as it was written; null: it was not.
    @Nullable Promotion promotion() {
      return written == null ? null : written.next();
    }
  }

  /// A promotion and its environment's routing, as a tick wrote them.
  record Written(Promotion next, Routing routing) {}

  /// Ticks a promotion.
  public Ticked tick(String promotionId) {
    var before = store.read(tx -> tx.promotions().find(promotionId));
    if (before == null || before.state().isTerminal()) {
      return Ticked.NOTHING;
    }
    Confirmation confirmation = awaitsFence(before.state()) ? fence.await(FENCE_IN_TICK) : null;
    return commit(before, confirmation, Durability.DURABLE);
  }

  /// Ticks a promotion that was written a moment ago and confirmed since, without reading or
  /// fencing it again. If it was written by another meanwhile, its routing may differ, and this is
  /// a tick like any other.
  Ticked tickFenced(Promotion before, Confirmation confirmation) {
    // What follows a cancel's fence is decided again, to the same end, from the cancel itself.
    boolean derivable = before.state() instanceof PromotionState.RampingDown;
    var ticked =
        commit(before, confirmation, derivable ? Durability.DERIVABLE : Durability.DURABLE);
    return ticked.changed() ? ticked : tick(before.id());
  }

  private Ticked commit(
      Promotion before, @Nullable Confirmation confirmation, Durability durability) {
    ReplicaCounts sight = publisher.sight();
    Ticked ticked = store.transact(durability, tx -> decide(tx, before, sight, confirmation));
    var written = ticked.written();
    if (written != null) {
      decisions.announce();
      tell(before, written);
    }
    return ticked;
  }

  private Ticked decide(
      Store.Tx tx, Promotion before, ReplicaCounts sight, @Nullable Confirmation confirmation) {
    Promotion p = tx.promotions().find(before.id());
    if (p == null || p.version() != before.version()) {
      return new Ticked(null, time.instant()); // another writer was faster: look again at once
    }
    Environment e = tx.environments().find(p.environment());
    if (e == null) {
      throw new IllegalStateException(
          "environment " + p.environment() + ": missing (expected: one)");
    }
    Observation seen = observer.observe(tx, p, e, sight, confirmation);
    Decision d = PromotionMachine.decide(p, seen);
    if (!d.changed()) {
      return new Ticked(null, d.wakeAt());
    }
    Instant now = seen.at();
    if (confirmation != null && awaitsFence(p.state())) {
      String text =
          "every gateway has confirmed routing #"
              + e.routing().generation()
              + ", with table "
              + confirmation.revision();
      decisions.note(tx, p, e, now, LineKind.FENCED, text, null);
    }
    Promotion next = decisions.write(tx, p, e, d, now, null, null);
    if (next == null) {
      return new Ticked(null, now);
    }
    return new Ticked(new Written(next, d.routing()), d.wakeAt());
  }

  /// Whether the state ends when every gateway has confirmed the routing.
  static boolean awaitsFence(PromotionState state) {
    return state instanceof PromotionState.RampingDown
        || state instanceof PromotionState.Forwarding;
  }

  private void tell(Promotion before, Written written) {
    Promotion next = written.next();
    Routing routing = written.routing();
    telemetry.transition(
        new Telemetry.Transition(
            next.id(),
            next.environment().toString(),
            before.state().status(),
            next.state().status(),
            routing.split().percentTo(next.sides().candidate()),
            routing.generation()));
  }
}
