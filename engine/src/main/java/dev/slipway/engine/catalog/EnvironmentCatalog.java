package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.promotion.DecisionWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Creates, shows, changes, activates, deactivates and deletes environments.
public final class EnvironmentCatalog {
  /// The most environments of one model.
  public static final int MAX_ENVIRONMENTS = 100;

  private final Store store;
  private final ViewBuilder viewBuilder;
  private final DeploymentCatalog deployments;
  private final AuditWriter auditWriter;
  private final InstantSource time;
  private final Nudge nudge;

  public EnvironmentCatalog(
      Store store,
      ViewBuilder viewBuilder,
      DeploymentCatalog deployments,
      AuditWriter auditWriter,
      InstantSource time,
      Nudge nudge) {
    this.store = store;
    this.viewBuilder = viewBuilder;
    this.deployments = deployments;
    this.auditWriter = auditWriter;
    this.time = time;
    this.nudge = nudge;
  }

  /// The environments of a model, oldest first.
  public Answer<List<EnvironmentView>> ofModel(String modelId) {
    return store.read(tx ->
        tx.models().find(modelId) == null
            ? Lookup.noModel(modelId)
            : Answer.ok(
                tx.environments().ofModel(modelId).stream()
                    .map(e -> viewBuilder.of(tx, e))
                    .toList()));
  }

  public Answer<EnvironmentView> find(EnvironmentKey key) {
    return store.read(tx -> lookup(tx, key).map(e -> viewBuilder.of(tx, e)));
  }

  /// Creates an environment. `settings` is given the defaults and may throw
  /// [dev.slipway.domain.InvalidSetting].
  public Answer<EnvironmentView> create(
      EnvironmentKey key, UnaryOperator<Environment.Settings> settings, AuditEvent.Actor actor) {
    return Commit.adding(
        store,
        tx -> {
          if (tx.models().find(key.modelId()) == null) {
            return Lookup.noModel(key.modelId());
          }
          String problem = Names.checkEnvironment(key.name());
          var all = tx.environments().ofModel(key.modelId());
          if (problem == null && all.stream().anyMatch(e -> e.key().equals(key))) {
            problem =
                "environment name: '" + key.name() + "' is taken (expected: unique in its model)";
          }
          if (problem == null && all.size() >= MAX_ENVIRONMENTS) {
            problem =
                "environments: %d (expected: fewer than %d)"
                    .formatted(all.size(), MAX_ENVIRONMENTS);
          }
          if (problem != null) {
            return Answer.invalid(problem);
          }
          var e =
              new Environment(
                  key, time.instant(), null, null, Routing.EMPTY, settings.apply(defaults()));
          tx.environments().insert(e);
          var made = AuditEvent.EnvironmentSettings.of(e.settings());
          String model = AuditWriter.modelName(tx, key.modelId());
          auditWriter.audit(
              tx, key.modelId(), new AuditEvent.EnvironmentCreated(model, key.name(), made), actor);
          return Answer.ok(viewBuilder.of(tx, e));
        });
  }

  /// What an update did.
  public record Updated(EnvironmentView environment, boolean changed) {}

  /// Changes an environment's settings, and with them those of the deployments that serve it.
  public Answer<Updated> update(
      EnvironmentKey key, UnaryOperator<Environment.Settings> change, AuditEvent.Actor actor) {
    Answer<Updated> updated =
        Commit.unlessRefused(
            store,
            tx ->
                lookup(tx, key)
                    .map(e -> {
                      var next = e.withSettings(change.apply(e.settings()));
                      boolean changed = !next.equals(e);
                      if (changed) {
                        tx.environments().update(next);
                        DeploymentSettings.inherit(tx, e, next, next.current(), time.instant());
                        DeploymentSettings.inherit(tx, e, next, next.candidate(), time.instant());
                        auditWriter.audit(
                            tx, key.modelId(), DeploymentSettings.updated(tx, e, next), actor);
                      }
                      return new Updated(viewBuilder.of(tx, next), changed);
                    }));
    nudge.nudge();
    return updated;
  }

  /// Deletes an environment: its promotion is cancelled, its deployment scaled to zero.
  public Answer<EnvironmentKey> delete(EnvironmentKey key, AuditEvent.Actor actor) {
    Answer<EnvironmentKey> deleted =
        Commit.unlessRefused(
            store,
            tx ->
                lookup(tx, key)
                    .then(e -> {
                      if (key.name().equals(EnvironmentKey.PRODUCTION)) {
                        return Answer.invalid(
                            "Environment production cannot be deleted. Delete the model instead.");
                      }
                      Instant now = time.instant();
                      release(tx, e, e.candidate(), now);
                      release(tx, e, e.current(), now);
                      tx.environments().delete(key);
                      String model = AuditWriter.modelName(tx, key.modelId());
                      auditWriter.audit(
                          tx,
                          key.modelId(),
                          new AuditEvent.EnvironmentDeleted(model, key.name()),
                          actor);
                      return Answer.ok(key);
                    }));
    nudge.nudge();
    return deleted;
  }

  public Answer<DeploymentView> activate(EnvironmentKey key, AuditEvent.Actor actor) {
    return current(key).then(id -> deployments.activate(key.modelId(), id, actor));
  }

  public Answer<DeploymentView> deactivate(EnvironmentKey key, AuditEvent.Actor actor) {
    return current(key).then(id -> deployments.deactivate(key.modelId(), id, actor));
  }

  private Answer<String> current(EnvironmentKey key) {
    return store.read(tx ->
        lookup(tx, key)
            .then(e -> {
              String id = e.current();
              return id == null
                  ? Answer.invalid(
                      "Environment " + key.name() + " has no deployment. Promote one to it first.")
                  : Answer.ok(id);
            }));
  }

  private static void release(Store.Tx tx, Environment e, @Nullable String id, Instant now) {
    Deployment d = DeploymentSettings.member(tx, e, id);
    if (d != null) {
      DecisionWriter.release(tx, d.id(), Cleanup.SCALE_TO_ZERO, now);
    }
  }

  private static Answer<Environment> lookup(Store.Tx tx, EnvironmentKey key) {
    if (tx.models().find(key.modelId()) == null) {
      return Lookup.noModel(key.modelId());
    }
    Environment e = tx.environments().find(key);
    return e == null ? Lookup.noEnvironment(key) : Answer.ok(e);
  }

  private static Environment.Settings defaults() {
    return new Environment.Settings(
        AutoscalingSettings.DEFAULT,
        PromotionSettings.DEFAULT,
        InstanceTypes.ALL.getFirst().id(),
        null);
  }
}
