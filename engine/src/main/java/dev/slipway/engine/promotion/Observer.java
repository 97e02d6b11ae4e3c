package dev.slipway.engine.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.promotion.Observation;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.routing.Fence.Confirmation;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Builds the observation that a decision about a promotion is made from.
public final class Observer {
  private final Totals totals;
  private final InstantSource time;

  public Observer(Totals totals, InstantSource time) {
    this.totals = totals;
    this.time = time;
  }

  /// @param p null: there never was a promotion
  /// @param sight looked at before the transaction
  /// @param confirmation of what `p` has written; null: none yet
  Observation observe(
      Store.Tx tx,
      @Nullable Promotion p,
      Environment e,
      ReplicaCounts sight,
      @Nullable Confirmation confirmation) {
    boolean fenced = confirmation != null;
    if (p == null) {
      return new Observation(time.instant(), e.routing(), Side.NONE, Side.NONE, 1, fenced, false);
    }
    String previous = p.sides().previous();
    return new Observation(
        time.instant(),
        e.routing(),
        previous == null ? Side.NONE : side(tx, previous, sight, "The previous deployment"),
        side(tx, p.sides().candidate(), sight, "The candidate"),
        totals.total(e.key(), p.lastTotal()),
        fenced,
        previous != null && isInactive(tx, previous));
  }

  private static boolean isInactive(Store.Tx tx, String id) {
    Deployment d = tx.deployments().find(id);
    return d != null && d.phase() instanceof DeploymentPhase.Inactive;
  }

  private static Side side(Store.Tx tx, String id, ReplicaCounts sight, String name) {
    Deployment d = tx.deployments().find(id);
    if (d == null) {
      return new Side(0, 0, 0, true, 0, null, name + " was deleted.");
    }
    var counts = sight.of(id);
    return new Side(
        d.placement().desiredReplicas(),
        counts.ready(),
        counts.responding(),
        counts.ready() == 0 && counts.dead() > 0,
        counts.failedStarts(),
        counts.lastFailure(),
        d.phase().failure());
  }
}
