package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.FirstVersion;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.promotion.PromotionStarter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a new deployment, and starts the promotion that was asked for with it.
public final class DeploymentCreation {
  /// The most deployments of one model.
  static final int MAX_DEPLOYMENTS = 1_000;

  private final PromotionStarter starter;
  private final AuditWriter auditWriter;
  private final Ids ids;
  private final InstantSource time;

  public DeploymentCreation(
      PromotionStarter starter, AuditWriter auditWriter, Ids ids, InstantSource time) {
    this.starter = starter;
    this.auditWriter = auditWriter;
    this.ids = ids;
    this.time = time;
  }

  /// @return what is wrong with `wanted`, or null
  @Nullable String problem(Store.Tx tx, String modelId, NewDeployment wanted) {
    List<Deployment> all = tx.deployments().ofModel(modelId);
    if (all.size() >= MAX_DEPLOYMENTS) {
      return "deployments: %d (expected: fewer than %d; delete those that are not used)"
          .formatted(all.size(), MAX_DEPLOYMENTS);
    }
    String name = wanted.name();
    String problem = name == null ? null : Names.checkDeployment(name);
    if (problem == null && all.stream().anyMatch(d -> d.name().equals(name))) {
      problem = "deployment name: '" + name + "' is taken (expected: unique in its model)";
    }
    String environment = wanted.environment();
    if (problem == null && environment != null) {
      problem = environmentProblem(tx, modelId, environment);
    }
    return problem == null ? secretProblem(wanted) : problem;
  }

  private static @Nullable String environmentProblem(
      Store.Tx tx, String modelId, String environment) {
    String problem = Names.checkEnvironment(environment);
    if (problem != null) {
      return problem;
    }
    var all = tx.environments().ofModel(modelId);
    if (all.size() >= EnvironmentCatalog.MAX_ENVIRONMENTS
        && all.stream().noneMatch(e -> e.key().name().equals(environment))) {
      return "environments: %d (expected: fewer than %d)"
          .formatted(all.size(), EnvironmentCatalog.MAX_ENVIRONMENTS);
    }
    Promotion last = tx.promotions().latest(new EnvironmentKey(modelId, environment));
    return last == null || last.state().isTerminal()
        ? null
        : "Environment %s already has an in progress promotion. Cancel it or wait for its end, or push without an environment."
            .formatted(environment);
  }

  private static @Nullable String secretProblem(NewDeployment wanted) {
    return wanted.launch().secrets().size() > SecretBox.MAX_SECRETS
        ? "secrets: %d (expected: at most %d)"
            .formatted(wanted.launch().secrets().size(), SecretBox.MAX_SECRETS)
        : null;
  }

  Answer<Deployment> create(
      Store.Tx tx, Model model, NewDeployment wanted, AuditEvent.Actor actor) {
    Instant now = time.instant();
    List<Deployment> all = tx.deployments().ofModel(model.id());
    if (wanted.development()) {
      all.stream()
          .filter(d -> d.placement().development())
          .forEach(d -> tx.deployments().delete(d.id()));
    }
    Deployment d = deployment(model, wanted, all, now);
    tx.deployments().insert(d);
    String environment = target(tx, model, wanted);
    var pushed =
        new AuditEvent.DeploymentPushed(
            new AuditEvent.Subject(model.name(), d.id(), d.name()),
            environment,
            !d.placement().development(),
            environment != null && wanted.promotion().scaleDownPrevious());
    auditWriter.audit(tx, model.id(), pushed, actor);
    if (environment == null) {
      return Answer.ok(d);
    }
    var key = new EnvironmentKey(model.id(), environment);
    if (tx.environments().find(key) == null) {
      var made = environment(key, d, now);
      tx.environments().insert(made);
      var settings = AuditEvent.EnvironmentSettings.of(made.settings());
      var created = new AuditEvent.EnvironmentCreated(model.name(), environment, settings);
      auditWriter.audit(tx, model.id(), created, actor);
    }
    return starter.start(tx, key, d.id(), wanted.promotion(), actor).map(p -> promoted(tx, d));
  }

  private static Deployment promoted(Store.Tx tx, Deployment d) {
    Deployment now = tx.deployments().find(d.id());
    return now == null ? d : now;
  }

  /// As long as nothing serves production, a published deployment goes there.
  private static @Nullable String target(Store.Tx tx, Model model, NewDeployment wanted) {
    if (wanted.development() || wanted.environment() != null) {
      return wanted.environment();
    }
    var key = new EnvironmentKey(model.id(), EnvironmentKey.PRODUCTION);
    Environment production = tx.environments().find(key);
    boolean taken =
        production != null && FirstVersion.takesPush(production, tx.promotions().latest(key));
    return taken ? EnvironmentKey.PRODUCTION : null;
  }

  private Deployment deployment(
      Model model, NewDeployment wanted, List<Deployment> before, Instant now) {
    String id = ids.next();
    String given = wanted.name();
    var autoscaling = AutoscalingSettings.DEFAULT;
    return new Deployment(
        id,
        model.id(),
        given == null ? freeName(before, wanted.development()) : given,
        now,
        new Deployment.Source(
            id,
            wanted.archive(),
            wanted.config().json(),
            wanted.config().raw(),
            wanted.config().labels(),
            wanted.launch()),
        new Deployment.Placement(
            null,
            wanted.development(),
            InstanceTypes.fitting(wanted.launch().limits()).id(),
            autoscaling,
            null,
            autoscaling.servingReplicas()),
        new DeploymentPhase.Building(now, now.plus(DeploymentMachine.BUILD_TIMEOUT)));
  }

  private static String freeName(List<Deployment> before, boolean development) {
    var taken = before.stream().map(Deployment::name).toList();
    if (development) {
      return taken.contains("development") ? "development-1" : "development";
    }
    int n = 1;
    while (taken.contains("deployment-" + n)) {
      n++;
    }
    return "deployment-" + n;
  }

  private static Environment environment(EnvironmentKey key, Deployment d, Instant now) {
    var settings =
        new Environment.Settings(
            AutoscalingSettings.DEFAULT,
            PromotionSettings.DEFAULT,
            d.placement().instanceType(),
            null);
    return new Environment(key, now, null, null, Routing.EMPTY, settings);
  }
}
