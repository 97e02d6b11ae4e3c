package dev.slipway.engine.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionCommands;
import dev.slipway.domain.promotion.PromotionMachine;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Starts promotions: checks, decides whether a copy is needed, and writes everything that begins.
public final class PromotionStarter {
  private final DecisionWriter decisions;
  private final AuditWriter auditWriter;
  private final Ids ids;
  private final InstantSource time;

  public PromotionStarter(
      DecisionWriter decisions, AuditWriter auditWriter, Ids ids, InstantSource time) {
    this.decisions = decisions;
    this.auditWriter = auditWriter;
    this.ids = ids;
    this.time = time;
  }

  public Answer<Promotion> start(
      Store.Tx tx,
      EnvironmentKey key,
      String deploymentId,
      PromoteOptions options,
      AuditEvent.Actor actor) {
    Environment e = tx.environments().find(key);
    if (e == null) {
      return Lookup.noEnvironment(key);
    }
    Deployment source = tx.deployments().find(deploymentId);
    if (source == null || !source.modelId().equals(key.modelId())) {
      return Lookup.noDeployment(key.modelId(), deploymentId);
    }
    String problem = problem(source);
    if (problem != null) {
      return Answer.invalid(problem);
    }
    String busy = PromotionCommands.whyNotPromote(tx.promotions().latest(key));
    return busy == null ? Answer.ok(begin(tx, e, source, options, actor)) : Answer.invalid(busy);
  }

  private static @Nullable String problem(Deployment source) {
    String where = "Deployment " + source.id() + " (" + source.name() + ") ";
    return switch (source.phase()) {
      case DeploymentPhase.Inactive _ -> where + "is inactive. Activate it before it is promoted.";
      case DeploymentPhase.BuildFailed _, DeploymentPhase.DeployFailed _ ->
          where + "has failed. Retry it before it is promoted. " + source.phase().failure();
      case DeploymentPhase.Building _,
          DeploymentPhase.Deploying _,
          DeploymentPhase.Waking _,
          DeploymentPhase.Live _ ->
          null;
    };
  }

  private Promotion begin(
      Store.Tx tx,
      Environment e,
      Deployment source,
      PromoteOptions options,
      AuditEvent.Actor actor) {
    Instant now = time.instant();
    Environment typed = withInstanceType(e, source, options);
    var settings = typed.settings().promotion();
    var patience = source.source().launch().releaseTimeout();
    PromotionKind kind = settings.kind(serving(tx, e.current()), patience);
    Deployment candidate = candidate(tx, typed, source, firstReplicas(typed, kind), now);
    var sides = new Promotion.Sides(e.current(), source.id(), candidate.id());
    var terms =
        new Promotion.Terms(
            kind,
            options.scaleDownPrevious() ? settings.cleanup() : Cleanup.KEEP,
            settings.cleanup(),
            kind instanceof PromotionKind.Rolling ? 1 : candidate.placement().desiredReplicas(),
            now);
    var timeout = patience.plus(DeploymentMachine.BUILD_TIMEOUT);
    var p =
        new Promotion(ids.next(), e.key(), sides, terms, PromotionMachine.start(now, timeout), 1);
    Environment after = typed.withCandidate(candidate.id());
    supersede(tx, e, now);
    tx.promotions().insert(p);
    tx.environments().update(after);
    String what =
        "promotion of " + source.name() + (sides.copied() ? " as " + candidate.name() : "");
    decisions.note(tx, p, after, now, LineKind.STARTED, what, actor.display());
    var promoted =
        new AuditEvent.DeploymentPromoted(
            AuditWriter.subject(tx, candidate),
            e.key().name(),
            p.id(),
            options.scaleDownPrevious());
    auditWriter.audit(tx, e.key().modelId(), promoted, actor);
    return p;
  }

  /// What the candidate of the last promotion serves from now on is not that promotion's any more.
  private void supersede(Store.Tx tx, Environment e, Instant now) {
    Promotion last = tx.promotions().latest(e.key());
    if (last != null && !CleanupTracker.settled(tx, last)) {
      decisions.note(tx, last, e, now, LineKind.SUPERSEDED, "the next promotion began", null);
    }
  }

  private static Environment withInstanceType(
      Environment e, Deployment source, PromoteOptions options) {
    boolean keep = options.preserveInstanceType() && e.current() != null;
    var s = e.settings();
    return keep
        ? e
        : e.withSettings(
            new Environment.Settings(
                s.autoscaling(),
                s.promotion(),
                source.placement().instanceType(),
                s.backpressure()));
  }

  /// Replicas that serve now; 0: none, since nothing is deployed, or it is asleep or inactive.
  private static int serving(Store.Tx tx, @Nullable String current) {
    Deployment d = current == null ? null : tx.deployments().find(current);
    boolean serves = d != null && d.phase() instanceof DeploymentPhase.Live;
    return d == null || !serves ? 0 : d.placement().desiredReplicas();
  }

  private static int firstReplicas(Environment e, PromotionKind kind) {
    return switch (kind) {
      case PromotionKind.Plain _, PromotionKind.Canary _ ->
          e.settings().autoscaling().servingReplicas();
      case PromotionKind.Rolling(var plan, var size, _) -> plan.first(size);
    };
  }

  private Deployment candidate(
      Store.Tx tx, Environment e, Deployment source, int replicas, Instant now) {
    var s = e.settings();
    var placement =
        new Deployment.Placement(
            e.key().name(), false, s.instanceType(), s.autoscaling(), s.backpressure(), replicas);
    boolean sameType = source.placement().instanceType().equals(s.instanceType());
    boolean copy =
        source.placement().environment() != null
            || source.placement().development()
            || s.promotion().redeployOnPromotion()
            || !sameType;
    if (!copy) {
      var reused = source.withPhase(DeploymentMachine.revive(source, now)).withPlacement(placement);
      tx.deployments().update(reused);
      return reused;
    }
    var fresh =
        new Deployment(
            ids.next(),
            source.modelId(),
            copyName(tx, source, now),
            now,
            source.source(),
            placement,
            copyPhase(source, now));
    tx.deployments().insert(fresh);
    return fresh;
  }

  private static DeploymentPhase copyPhase(Deployment source, Instant now) {
    return source.phase() instanceof DeploymentPhase.Building b
        ? b
        : DeploymentMachine.deploying(source, now);
  }

  /// `<source>.<unix seconds>`, the form by which clients know a copy.
  private static String copyName(Store.Tx tx, Deployment source, Instant now) {
    var taken = tx.deployments().ofModel(source.modelId()).stream().map(Deployment::name).toList();
    long suffix = now.getEpochSecond();
    while (taken.contains(source.name() + "." + suffix)) {
      suffix++;
    }
    return source.name() + "." + suffix;
  }
}
