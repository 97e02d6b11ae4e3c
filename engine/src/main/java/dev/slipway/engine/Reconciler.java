package dev.slipway.engine;

import dev.slipway.domain.Decision;
import dev.slipway.domain.Environment;
import dev.slipway.domain.Promotion;
import dev.slipway.domain.PromotionMachine;
import dev.slipway.domain.PromotionState;
import dev.slipway.domain.Routing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// One tick of one promotion: observe, decide, commit.
final class Reconciler {
  /// How long a tick waits for the gateways; the next tick asks again.
  static final Duration FENCE_IN_TICK = Duration.ofMillis(250);

  private final Store store;
  private final Publisher publisher;
  private final Fence fence;
  private final Observer observer;
  private final Ledger ledger;
  private final Telemetry telemetry;
  private final InstantSource time;

  Reconciler(
      Store store,
      Publisher publisher,
      Fence fence,
      Observer observer,
      Ledger ledger,
      Telemetry telemetry,
      InstantSource time) {
    this.store = store;
    this.publisher = publisher;
    this.fence = fence;
    this.observer = observer;
    this.ledger = ledger;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// What a tick led to.
  ///
  /// @param written null: nothing was
  /// @param wakeAt when to look again; null: when nudged
  record Ticked(@Nullable Written written, @Nullable Instant wakeAt) {
    static final Ticked NOTHING = new Ticked(null, null);

    boolean changed() {
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
  Ticked tick(String promotionId) {
    var before = store.read(tx -> tx.promotions().find(promotionId));
    if (before == null || before.state().isTerminal()) {
      return Ticked.NOTHING;
    }
    boolean confirmed = awaitsFence(before.state()) && fence.await(FENCE_IN_TICK);
    return commit(before, confirmed, Durability.DURABLE);
  }

  /// Ticks a promotion that was written a moment ago, and whose fence was confirmed since: neither
  /// is asked for again. Where somebody wrote it meanwhile, its routing may be another: then this
  /// is a tick like any other.
  Ticked tickFenced(Promotion before) {
    // What follows a cancel's fence is decided again, to the same end, from the cancel itself.
    boolean derivable = before.state() instanceof PromotionState.RampingDown;
    var ticked = commit(before, true, derivable ? Durability.DERIVABLE : Durability.DURABLE);
    return ticked.changed() ? ticked : tick(before.id());
  }

  private Ticked commit(Promotion before, boolean fenced, Durability durability) {
    var sight = publisher.sight();
    Ticked ticked = store.transact(durability, tx -> commit(tx, before, sight, fenced));
    var written = ticked.written();
    if (written != null) {
      ledger.announce();
      tell(before, written);
    }
    return ticked;
  }

  private Ticked commit(Store.Tx tx, Promotion before, Sight sight, boolean fenced) {
    Promotion p = tx.promotions().find(before.id());
    if (p == null || p.version() != before.version()) {
      return new Ticked(null, time.instant()); // somebody was faster: observe anew
    }
    Environment e = tx.environments().find(p.environment());
    if (e == null) {
      throw new IllegalStateException(
          "environment " + p.environment() + ": missing (expected: one)");
    }
    Instant now = time.instant();
    Decision d = PromotionMachine.decide(p, observer.observe(tx, p, e, sight, fenced, now));
    if (!d.changed()) {
      return new Ticked(null, d.wakeAt());
    }
    if (fenced && awaitsFence(p.state())) {
      String text =
          "every gateway has confirmed routing #"
              + e.routing().generation()
              + ", with table "
              + fence.confirmed();
      ledger.note(tx, p, e, now, "FENCED", text, null);
    }
    Promotion next = ledger.write(tx, p, e, d, now, null, "");
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
