package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.routing.Draining;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows, changes, activates, deactivates and deletes deployments.
public final class DeploymentCatalog {
  private final Store store;
  private final ViewBuilder viewBuilder;
  private final Runtime runtime;
  private final Draining draining;
  private final AuditWriter auditWriter;
  private final InstantSource time;
  private final Nudge nudge;

  public DeploymentCatalog(
      Store store,
      ViewBuilder viewBuilder,
      Runtime runtime,
      Draining draining,
      AuditWriter auditWriter,
      InstantSource time,
      Nudge nudge) {
    this.store = store;
    this.viewBuilder = viewBuilder;
    this.runtime = runtime;
    this.draining = draining;
    this.auditWriter = auditWriter;
    this.time = time;
    this.nudge = nudge;
  }

  /// The deployments of a model, oldest first.
  public Answer<List<DeploymentView>> ofModel(String modelId) {
    return store.read(tx ->
        tx.models().find(modelId) == null
            ? Lookup.noModel(modelId)
            : Answer.ok(viewBuilder.ofModel(tx, modelId)));
  }

  public Answer<DeploymentView> find(String modelId, String id) {
    return store.read(tx -> lookup(tx, modelId, id).map(d -> viewBuilder.of(tx, d)));
  }

  /// The id of production's current deployment.
  public Answer<String> production(String modelId) {
    return store.read(tx -> {
      if (tx.models().find(modelId) == null) {
        return Lookup.noModel(modelId);
      }
      Environment e =
          tx.environments().find(new EnvironmentKey(modelId, EnvironmentKey.PRODUCTION));
      String current = e == null ? null : e.current();
      return current == null
          ? Answer.notFound("Model " + modelId + " has no production deployment.")
          : Answer.ok(current);
    });
  }

  /// The id of the model's development deployment.
  public Answer<String> development(String modelId) {
    return store.read(tx -> {
      if (tx.models().find(modelId) == null) {
        return Lookup.noModel(modelId);
      }
      return tx.deployments().ofModel(modelId).stream()
          .filter(d -> d.placement().development())
          .findFirst()
          .map(d -> Answer.ok(d.id()))
          .orElseGet(() -> Answer.notFound("Model " + modelId + " has no development deployment."));
    });
  }

  /// Brings a deployment into service. One that is in service is left alone.
  public Answer<DeploymentView> activate(String modelId, String id, AuditEvent.Actor actor) {
    return find(modelId, id)
        .then(before -> {
          mend(before.deployment());
          return change(
              modelId,
              id,
              (subject, _, _) -> new AuditEvent.DeploymentActivated(subject),
              actor,
              (tx, d) -> Answer.ok(serving(d)));
        });
  }

  /// Takes a deployment out of service; its requests in flight end first.
  public Answer<DeploymentView> deactivate(String modelId, String id, AuditEvent.Actor actor) {
    return change(
        modelId,
        id,
        (subject, _, _) -> new AuditEvent.DeploymentDeactivated(subject),
        actor,
        (tx, d) -> {
          String busy = promoting(tx, d);
          return busy == null
              ? Answer.ok(inactive(d))
              : Answer.invalid(busy + " Cancel the promotion before you deactivate it.");
        });
  }

  /// What a retry did.
  ///
  /// @param reason why not; null where it was retried
  public record Retried(boolean retried, @Nullable String reason, DeploymentView deployment) {}

  /// Tries a failed deployment again. One that has not failed is left alone.
  public Answer<Retried> retry(String modelId, String id, AuditEvent.Actor actor) {
    Answer<DeploymentView> before = find(modelId, id);
    return before.then(v -> {
      if (v.deployment().phase().failure() == null) {
        String why = "The deployment is " + v.status() + " and has not failed.";
        return Answer.ok(new Retried(false, why, v));
      }
      mend(v.deployment());
      return change(
              modelId,
              id,
              (subject, _, _) -> new AuditEvent.DeploymentRetried(subject),
              actor,
              this::revived)
          .map(after -> new Retried(true, null, after));
    });
  }

  /// A broken artifact stays broken until it is prepared again. This comes before the commit, so
  /// that no turn of the worker finds the deployment building and its artifact broken as it was.
  private void mend(Deployment d) {
    if (d.phase() instanceof DeploymentPhase.BuildFailed) {
      runtime.prepare(d);
    }
  }

  public Answer<DeploymentView> rename(
      String modelId, String id, String name, AuditEvent.Actor actor) {
    return change(
        modelId,
        id,
        (subject, before, _) -> new AuditEvent.DeploymentRenamed(subject, before.name()),
        actor,
        (tx, d) -> {
          String problem = Names.checkDeployment(name);
          boolean taken =
              tx.deployments().ofModel(modelId).stream()
                  .anyMatch(o -> o.name().equals(name) && !o.id().equals(id));
          if (problem == null && taken) {
            problem = "deployment name: '" + name + "' is taken (expected: unique in its model)";
          }
          if (problem == null && d.placement().development()) {
            problem = "The development deployment cannot be renamed.";
          }
          return problem == null ? Answer.ok(d.withName(name)) : Answer.invalid(problem);
        });
  }

  /// Deletes a deployment that serves no environment. Its replicas are drained and stopped.
  public Answer<Deployment> delete(String modelId, String id, AuditEvent.Actor actor) {
    Answer<Deployment> deleted =
        Commit.unlessRefused(
            store,
            tx ->
                lookup(tx, modelId, id)
                    .then(d -> {
                      String busy = inUse(tx, d);
                      if (busy != null) {
                        return Answer.invalid(busy);
                      }
                      tx.deployments().delete(id);
                      auditWriter.audit(
                          tx,
                          modelId,
                          new AuditEvent.DeploymentDeleted(AuditWriter.subject(tx, d)),
                          actor);
                      return Answer.ok(d);
                    }));
    nudge.nudge();
    return deleted;
  }

  /// Ends one replica at once, without a drain; another one takes its place. Where it was the only
  /// one that was ready, requests wait for that one as they wait for a deployment that wakes from
  /// zero.
  public Answer<Boolean> terminateReplica(
      String modelId, String id, String replicaId, AuditEvent.Actor actor) {
    return find(modelId, id)
        .then(v -> {
          var known =
              runtime.replicas().stream()
                  .filter(r -> r.id().equals(replicaId) && r.deploymentId().equals(id))
                  .findAny();
          if (known.isEmpty()) {
            return Answer.notFound(
                "Replica " + replicaId + " of deployment " + id + " does not exist.");
          }
          boolean served = known.get().ready();
          boolean drained = draining.isDraining(replicaId);
          // From now on no table has it, and nothing counts it as ready.
          draining.begin(replicaId, time.instant());
          try {
            // Written before it ends: a crash in between leaves a record of something harmless.
            store.write(tx -> {
              audit(tx, v.deployment(), replicaId, actor);
              await(tx, id, served);
            });
          } catch (RuntimeException e) {
            if (!drained) {
              draining.cancel(replicaId);
            }
            throw e;
          }
          nudge.nudge();
          // A turn that had looked at the replicas before may have taken it for ready.
          store.write(tx -> await(tx, id, served));
          runtime.stop(replicaId, Runtime.STOP_GRACE);
          return Answer.ok(true);
        });
  }

  /// A deployment in service whose only ready replica ends is on its way, as one that wakes. Where
  /// others of it crash, or the one that ends did not serve, it goes on as it is: a deployment that
  /// wakes fails for good after some lost starts, one in service never does.
  ///
  /// @param served whether the replica that ends was ready
  private void await(Store.Tx tx, String id, boolean served) {
    Deployment d = tx.deployments().find(id);
    boolean alone =
        runtime.replicas().stream()
            .filter(r -> r.deploymentId().equals(id) && !draining.isDraining(r.id()))
            .noneMatch(r -> r.ready() || r.failedStarts() > 0);
    if (d != null
        && served
        && alone
        && d.phase() instanceof DeploymentPhase.Live
        && d.placement().desiredReplicas() > 0) {
      tx.deployments().update(d.withPhase(new DeploymentPhase.Waking(time.instant())));
    }
  }

  private void audit(Store.Tx tx, Deployment d, String replicaId, AuditEvent.Actor actor) {
    var event = new AuditEvent.ReplicaTerminated(AuditWriter.subject(tx, d), replicaId);
    auditWriter.audit(tx, d.modelId(), event, actor);
  }

  /// The event that tells of a change.
  private interface Told {
    AuditEvent event(AuditEvent.Subject subject, Deployment before, Deployment after);
  }

  private interface Change {
    Answer<Deployment> apply(Store.Tx tx, Deployment d);
  }

  private Answer<DeploymentView> change(
      String modelId, String id, Told told, AuditEvent.Actor actor, Change change) {
    Answer<DeploymentView> changed =
        Commit.unlessRefused(
            store,
            tx ->
                lookup(tx, modelId, id)
                    .then(d -> change.apply(tx, d).map(next -> written(tx, d, next, told, actor)))
                    .map(d -> viewBuilder.of(tx, d)));
    nudge.nudge();
    return changed;
  }

  private Deployment written(
      Store.Tx tx, Deployment before, Deployment next, Told told, AuditEvent.Actor actor) {
    if (!next.equals(before)) {
      tx.deployments().update(next);
      var event = told.event(AuditWriter.subject(tx, next), before, next);
      auditWriter.audit(tx, next.modelId(), event, actor);
    }
    return next;
  }

  private Deployment serving(Deployment d) {
    int replicas =
        Math.max(d.placement().desiredReplicas(), d.placement().autoscaling().servingReplicas());
    return d.withPhase(DeploymentMachine.revive(d, time.instant()))
        .withPlacement(d.placement().withDesired(replicas));
  }

  private Answer<Deployment> revived(Store.Tx tx, Deployment d) {
    return Answer.ok(serving(d));
  }

  private Deployment inactive(Deployment d) {
    return d.phase() instanceof DeploymentPhase.Inactive
        ? d
        : d.withPhase(new DeploymentPhase.Inactive(time.instant()))
            .withPlacement(d.placement().withDesired(0));
  }

  static Answer<Deployment> lookup(Store.Tx tx, String modelId, String id) {
    if (tx.models().find(modelId) == null) {
      return Lookup.noModel(modelId);
    }
    Deployment d = tx.deployments().find(id);
    return d == null || !d.modelId().equals(modelId)
        ? Lookup.noDeployment(modelId, id)
        : Answer.ok(d);
  }

  /// Whether `d` takes part in a promotion that is in progress.
  private static @Nullable String promoting(Store.Tx tx, Deployment d) {
    for (var p : tx.promotions().active()) {
      var sides = p.sides();
      if (d.id().equals(sides.previous()) || d.id().equals(sides.candidate())) {
        return "Deployment %s takes part in the promotion to %s."
            .formatted(d.id(), p.environment().name());
      }
    }
    return null;
  }

  private static @Nullable String inUse(Store.Tx tx, Deployment d) {
    String busy = promoting(tx, d);
    if (busy != null) {
      return busy + " Cancel the promotion before you delete it.";
    }
    for (Environment e : tx.environments().ofModel(d.modelId())) {
      if (d.id().equals(e.current())) {
        return "Deployment %s is the current deployment of environment %s. Promote another one to it before you delete this one."
            .formatted(d.id(), e.key().name());
      }
    }
    return null;
  }
}
