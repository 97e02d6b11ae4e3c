package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Changes the settings of deployments. Those of the deployment that serves an environment are the
/// environment's, so that the next promotion to it takes them on.
///
/// While a promotion is in progress, what is changed on the current deployment goes to the
/// candidate too, as a change of the environment does. What is changed on the candidate is its own
/// until it becomes current, and the environment's from then on: a cancel finds the previous
/// deployment as it was.
public final class DeploymentSettings {
  private final Store store;
  private final AuditWriter auditWriter;
  private final InstantSource time;
  private final Nudge nudge;

  public DeploymentSettings(Store store, AuditWriter auditWriter, InstantSource time, Nudge nudge) {
    this.store = store;
    this.auditWriter = auditWriter;
    this.time = time;
    this.nudge = nudge;
  }

  /// What a change of settings led to.
  ///
  /// @param changed false: they were like this already
  /// @param environment name of the environment that has them now too; null: the deployment serves
  ///   none
  public record Changed(Deployment deployment, boolean changed, @Nullable String environment) {}

  /// Changes when and how far a deployment is scaled. `change` is given what the deployment has and
  /// may throw [dev.slipway.domain.settings.InvalidSetting].
  public Answer<Changed> autoscaling(
      String modelId,
      String id,
      UnaryOperator<AutoscalingSettings> change,
      AuditEvent.Actor actor) {
    return change(
        modelId,
        id,
        actor,
        d -> {
          var next = change.apply(d.placement().autoscaling());
          boolean fixed = d.placement().development();
          return fixed && (next.minReplica() != 0 || next.maxReplica() != 1)
              ? Answer.invalid(
                  "min_replica: %d, max_replica: %d (expected: 0 and 1, which are fixed for the development deployment)"
                      .formatted(next.minReplica(), next.maxReplica()))
              : Answer.ok(new Terms(next, d.placement().backpressure()));
        },
        AUTOSCALING);
  }

  /// Changes what becomes of requests for which a deployment has no room. `change` is given what
  /// the deployment has; null: the default.
  public Answer<Changed> backpressure(
      String modelId,
      String id,
      UnaryOperator<@Nullable Backpressure> change,
      AuditEvent.Actor actor) {
    return change(
        modelId,
        id,
        actor,
        d ->
            Answer.ok(
                new Terms(d.placement().autoscaling(), change.apply(d.placement().backpressure()))),
        BACKPRESSURE);
  }

  /// The settings that a deployment and its environment have in common.
  private record Terms(AutoscalingSettings autoscaling, @Nullable Backpressure backpressure) {
    static Terms of(Deployment d) {
      return new Terms(d.placement().autoscaling(), d.placement().backpressure());
    }

    static Terms of(Environment e) {
      return new Terms(e.settings().autoscaling(), e.settings().backpressure());
    }

    Environment.Settings in(Environment e) {
      var s = e.settings();
      return new Environment.Settings(autoscaling, s.promotion(), s.instanceType(), backpressure);
    }
  }

  private interface Change {
    Answer<Terms> apply(Deployment d);
  }

  /// The event that tells of a change.
  private interface Told {
    AuditEvent event(AuditEvent.Subject subject, Terms before, Terms after);
  }

  /// One of the two.
  ///
  /// @param into its value in the second put into the first
  private record Part(Told told, BinaryOperator<Terms> into) {}

  private static final Part AUTOSCALING =
      new Part(
          (subject, was, is) ->
              new AuditEvent.AutoscalingChanged(subject, is.autoscaling, was.autoscaling),
          (old, next) -> new Terms(next.autoscaling, old.backpressure));

  private static final Part BACKPRESSURE =
      new Part(
          (subject, was, is) ->
              new AuditEvent.BackpressureChanged(subject, is.backpressure, was.backpressure),
          (old, next) -> new Terms(old.autoscaling, next.backpressure));

  private Answer<Changed> change(
      String modelId, String id, AuditEvent.Actor actor, Change change, Part part) {
    Answer<Changed> changed =
        Commit.unlessRefused(
            store,
            tx ->
                DeploymentCatalog.lookup(tx, modelId, id)
                    .then(d -> change.apply(d).map(next -> written(tx, d, next, actor, part))));
    nudge.nudge();
    return changed;
  }

  private Changed written(
      Store.Tx tx, Deployment d, Terms next, AuditEvent.Actor actor, Part part) {
    Instant now = time.instant();
    Terms was = Terms.of(d);
    boolean changed = !next.equals(was);
    if (changed) {
      tx.deployments().update(taken(tx, d, was, next, now));
      var event = part.told.event(AuditWriter.subject(tx, d), was, next);
      auditWriter.audit(tx, d.modelId(), event, actor);
    }
    Environment served = served(tx, d);
    if (served != null) {
      Terms common = part.into.apply(Terms.of(served), next);
      if (!common.equals(Terms.of(served))) {
        Environment after = served.withSettings(common.in(served));
        tx.environments().update(after);
        inherit(tx, served, after, after.candidate(), now);
        auditWriter.audit(tx, d.modelId(), updated(tx, served, after), actor);
        changed = true;
      }
    }
    Deployment is = tx.deployments().find(d.id());
    return new Changed(is == null ? d : is, changed, served == null ? null : served.key().name());
  }

  /// The environment whose current deployment `d` is.
  private static @Nullable Environment served(Store.Tx tx, Deployment d) {
    return tx.environments().ofModel(d.modelId()).stream()
        .filter(e -> d.id().equals(e.current()))
        .findFirst()
        .orElse(null);
  }

  /// Gives a deployment of an environment what changed in the environment's settings.
  ///
  /// @param id its current deployment or its candidate; null: none
  static void inherit(
      Store.Tx tx, Environment before, Environment after, @Nullable String id, Instant now) {
    Deployment d = member(tx, after, id);
    if (d != null) {
      tx.deployments().update(taken(tx, d, Terms.of(before), Terms.of(after), now));
    }
  }

  /// The deployment of an environment, as long as it is in it. A candidate that failed is in sight
  /// of its environment, but not in it any more: it may serve another one by now.
  static @Nullable Deployment member(Store.Tx tx, Environment e, @Nullable String id) {
    Deployment d = id == null ? null : tx.deployments().find(id);
    return d != null && e.key().name().equals(d.placement().environment()) ? d : null;
  }

  static AuditEvent updated(Store.Tx tx, Environment before, Environment after) {
    return new AuditEvent.EnvironmentUpdated(
        AuditWriter.modelName(tx, after.key().modelId()),
        after.key().name(),
        AuditEvent.EnvironmentSettings.of(after.settings()),
        AuditEvent.EnvironmentSettings.of(before.settings()));
  }

  /// `d` with what differs between `before` and `after`; what does not stays as `d` has it.
  private static Deployment taken(
      Store.Tx tx, Deployment d, Terms before, Terms after, Instant now) {
    Deployment next = d;
    if (!after.autoscaling.equals(before.autoscaling)) {
      next = scaled(tx, next, after.autoscaling, now);
    }
    if (after.backpressure != before.backpressure) {
      next = next.withPlacement(next.placement().withBackpressure(after.backpressure));
    }
    return next;
  }

  /// A candidate keeps the replicas that its promotion waits for, until it is current; a rolling
  /// promotion counts the replicas of both its sides. One that is at zero is woken where its
  /// minimum was raised.
  private static Deployment scaled(
      Store.Tx tx, Deployment d, AutoscalingSettings next, Instant now) {
    var p = d.placement().withAutoscaling(next);
    if (tx.promotions().active().stream().anyMatch(a -> rolls(a, d.id()))) {
      return d.withPlacement(p);
    }
    int awaited =
        tx.promotions().active().stream()
            .filter(a -> a.sides().candidate().equals(d.id()))
            .mapToInt(a -> a.terms().requiredReady())
            .findFirst()
            .orElse(0);
    int least = Math.max(awaited, next.servingReplicas());
    if (p.desiredReplicas() > 0) {
      // More is taken away by autoscaling, which knows what the promotions around it need.
      return d.withPlacement(p.withDesired(Math.max(least, p.desiredReplicas())));
    }
    boolean raised = next.minReplica() > d.placement().autoscaling().minReplica();
    return raised && d.phase() instanceof DeploymentPhase.Live
        ? d.withPhase(DeploymentMachine.revive(d, now)).withPlacement(p.withDesired(least))
        : d.withPlacement(p);
  }

  private static boolean rolls(Promotion p, String id) {
    return p.terms().kind() instanceof PromotionKind.Rolling
        && (id.equals(p.sides().candidate()) || id.equals(p.sides().previous()));
  }
}
