package dev.slipway.engine.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.DeploymentPhase.BuildFailed;
import dev.slipway.domain.deployment.DeploymentPhase.Building;
import dev.slipway.domain.deployment.DeploymentPhase.DeployFailed;
import dev.slipway.domain.deployment.DeploymentPhase.Deploying;
import dev.slipway.domain.deployment.DeploymentPhase.Inactive;
import dev.slipway.domain.deployment.DeploymentPhase.Live;
import dev.slipway.domain.deployment.DeploymentPhase.Waking;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.promotion.Decision;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes a decision with all its consequences, inside the caller's transaction.
public final class DecisionWriter {
  private final GatewayStats stats;
  private final ChangeSignal changes;

  public DecisionWriter(GatewayStats stats, ChangeSignal changes) {
    this.stats = stats;
    this.changes = changes;
  }

  /// Tells those who follow a promotion; to be called after the commit of what was written.
  void announce() {
    changes.ring();
  }

  /// @param actor who asked; null: time or an observation
  /// @param reason what the actor gave as a reason; null: none
  /// @return the promotion as written, or null where another writer came first
  @Nullable Promotion write(
      Store.Tx tx,
      Promotion p,
      Environment environment,
      Decision decision,
      Instant at,
      @Nullable String actor,
      @Nullable String reason) {
    Promotion next = p.with(decision.next());
    if (!tx.promotions().update(next)) {
      return null;
    }
    Environment after = environment.withRouting(decision.routing());
    for (Consequence c : decision.consequences()) {
      after =
          switch (c) {
            case Consequence.MakeCurrent(var id) -> {
              level(tx, id);
              yield serving(tx, after, id);
            }
            case Consequence.ClearCandidate _ -> after.withCandidate(null);
            case Consequence.Release(var id, var cleanup) -> {
              release(tx, id, cleanup, at);
              yield after;
            }
            case Consequence.Scale(var id, var replicas) -> {
              scale(tx, id, replicas);
              yield after;
            }
            case Consequence.Activate(var id, var replicas) -> {
              activate(tx, id, replicas, at);
              yield after;
            }
            case Consequence.Note(var kind, var text) -> {
              // What follows from a command is nobody's.
              boolean asked = kind.asked();
              String said = asked && reason != null ? text + ": " + reason : text;
              note(tx, next, after, at, kind, said, asked ? actor : null);
              yield after;
            }
          };
    }
    tx.environments().update(after);
    return next;
  }

  void note(
      Store.Tx tx,
      Promotion p,
      Environment e,
      Instant at,
      LineKind kind,
      String text,
      @Nullable String actor) {
    append(tx, p, e, new Line(at, kind, text, actor, null));
  }

  /// A line of a record.
  ///
  /// @param surplus as in [PromotionEvent.Counted]
  record Line(
      Instant at, LineKind kind, String text, @Nullable String actor, @Nullable Integer surplus) {}

  void append(Store.Tx tx, Promotion p, Environment e, Line line) {
    String candidate = p.sides().candidate();
    tx.promotions()
        .append(
            new PromotionEvent(
                p.id(),
                line.at(),
                line.kind(),
                line.text(),
                line.actor(),
                new PromotionEvent.After(
                    p.state().status(),
                    e.routing().split().percentTo(candidate),
                    e.routing().generation()),
                new PromotionEvent.Counted(
                    stats.served(p.environment(), candidate), line.surplus())));
  }

  /// What serves an environment has its settings: those that were changed on the candidate while it
  /// was one are the environment's now.
  private static Environment serving(Store.Tx tx, Environment e, String id) {
    Deployment d = tx.deployments().find(id);
    return d == null
        ? e.withCurrent(id)
        : e.withCurrent(id)
            .withSettings(
                new Environment.Settings(
                    d.placement().autoscaling(),
                    e.settings().promotion(),
                    e.settings().instanceType(),
                    d.placement().backpressure()));
  }

  /// At least what its settings say by now; they may have changed while it was a candidate.
  private static void level(Store.Tx tx, String id) {
    Deployment d = tx.deployments().find(id);
    if (d != null && d.placement().desiredReplicas() > 0) {
      var settings = d.placement().autoscaling();
      int replicas = Math.max(d.placement().desiredReplicas(), settings.servingReplicas());
      scale(tx, id, Math.min(replicas, settings.maxReplica()));
    }
  }

  private static void scale(Store.Tx tx, String id, int replicas) {
    Deployment d = tx.deployments().find(id);
    if (d != null && d.placement().desiredReplicas() != replicas) {
      tx.deployments().update(d.withPlacement(d.placement().withDesired(replicas)));
    }
  }

  private static void activate(Store.Tx tx, String id, int replicas, Instant at) {
    Deployment d = tx.deployments().find(id);
    if (d != null) {
      var autoscaling = d.placement().autoscaling();
      int wanted =
          Math.max(Math.min(replicas, autoscaling.maxReplica()), autoscaling.servingReplicas());
      tx.deployments()
          .update(
              d.withPhase(DeploymentMachine.revive(d, at))
                  .withPlacement(d.placement().withDesired(wanted)));
    }
  }

  /// Takes a deployment out of its environment and cleans up behind it.
  public static void release(Store.Tx tx, String id, Cleanup cleanup, Instant at) {
    Deployment d = tx.deployments().find(id);
    if (d != null) {
      var freed = d.withPlacement(d.placement().withEnvironment(null));
      tx.deployments().update(cleaned(freed, cleanup, at));
    }
  }

  private static Deployment cleaned(Deployment d, Cleanup cleanup, Instant at) {
    var stopped = d.withPlacement(d.placement().withDesired(0));
    return switch (cleanup) {
      case KEEP -> d;
      case SCALE_TO_ZERO -> stopped.withPhase(asleep(d.phase(), at));
      case DEACTIVATE -> stopped.withPhase(inactive(d.phase(), at));
    };
  }

  /// A deployment that never was ready cannot be scaled to zero; it becomes inactive.
  private static DeploymentPhase asleep(DeploymentPhase phase, Instant at) {
    return switch (phase) {
      case Building _, Deploying _ -> new Inactive(at);
      case Waking(var since) -> new Live(since);
      case Live _, Inactive _, BuildFailed _, DeployFailed _ -> phase;
    };
  }

  /// A failed deployment keeps its phase, so that its reason stays in sight.
  private static DeploymentPhase inactive(DeploymentPhase phase, Instant at) {
    return switch (phase) {
      case Building _, Deploying _, Waking _, Live _ -> new Inactive(at);
      case Inactive _, BuildFailed _, DeployFailed _ -> phase;
    };
  }
}
