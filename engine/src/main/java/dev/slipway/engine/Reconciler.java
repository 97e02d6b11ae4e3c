package dev.slipway.engine;

import dev.slipway.domain.Decision;
import dev.slipway.domain.Environment;
import dev.slipway.domain.Promotion;
import dev.slipway.domain.PromotionMachine;
import dev.slipway.domain.PromotionState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One tick of one promotion: observe, decide, commit.
final class Reconciler {
  /// How long a tick waits for the gateways; the next tick asks again.
  static final Duration FENCE_IN_TICK = Duration.ofMillis(250);

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

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
  /// @param changed something was written
  /// @param wakeAt when to look again; null: when nudged
  record Ticked(boolean changed, @Nullable Instant wakeAt) {
    static final Ticked NOTHING = new Ticked(false, null);
  }

  /// Ticks a promotion. `fenced` tells that its fence was confirmed a moment ago, so that it is not
  /// asked for again.
  Ticked tick(String promotionId, boolean fenced) {
    var before = store.read(tx -> tx.promotions().find(promotionId));
    if (before == null || before.state().isTerminal()) {
      return Ticked.NOTHING;
    }
    boolean confirmed = fenced || (awaitsFence(before.state()) && fence.await(FENCE_IN_TICK));
    var sight = publisher.sight();
    // What follows a cancel's fence is decided again, to the same end, from the cancel itself.
    boolean derivable = fenced && before.state() instanceof PromotionState.RampingDown;
    var durability = derivable ? Durability.DERIVABLE : Durability.DURABLE;
    Ticked ticked = store.transact(durability, tx -> commit(tx, before, sight, confirmed));
    if (ticked.changed()) {
      ledger.announce();
    }
    return ticked;
  }

  private Ticked commit(Store.Tx tx, Promotion before, Sight sight, boolean fenced) {
    Promotion p = tx.promotions().find(before.id());
    if (p == null || p.version() != before.version()) {
      return new Ticked(false, time.instant()); // somebody was faster: observe anew
    }
    Environment e = tx.environments().find(p.environment());
    if (e == null) {
      throw new IllegalStateException(
          "environment " + p.environment() + ": missing (expected: one)");
    }
    Instant now = time.instant();
    Decision d = PromotionMachine.decide(p, observer.observe(tx, p, e, sight, fenced, now));
    if (!d.changed()) {
      return new Ticked(false, d.wakeAt());
    }
    if (fenced && awaitsFence(p.state())) {
      String text =
          "every gateway has confirmed routing #%d, with table %d"
              .formatted(e.routing().generation(), fence.confirmed());
      ledger.note(tx, p, e, now, "FENCED", text, null);
    }
    Promotion next = ledger.write(tx, p, e, d, now, null, "");
    if (next == null) {
      return new Ticked(false, now);
    }
    logTransition(p, next, d);
    return new Ticked(true, d.wakeAt());
  }

  /// Whether the state ends when every gateway has confirmed the routing.
  static boolean awaitsFence(PromotionState state) {
    return state instanceof PromotionState.RampingDown
        || state instanceof PromotionState.Forwarding;
  }

  private void logTransition(Promotion before, Promotion next, Decision d) {
    telemetry.transition(next.state().status());
    log.atInfo()
        .addKeyValue("promotionId", next.id())
        .addKeyValue("environment", next.environment())
        .addKeyValue("from", before.state().status())
        .addKeyValue("to", next.state().status())
        .addKeyValue("candidatePercent", d.routing().split().percentTo(next.sides().candidate()))
        .addKeyValue("generation", d.routing().generation())
        .log("promotion");
  }
}
