package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds the views of models, deployments and environments from what is written and what is
/// observed.
public final class ViewBuilder {
  private final Runtime runtime;

  public ViewBuilder(Runtime runtime) {
    this.runtime = runtime;
  }

  DeploymentView of(Store.Tx tx, Deployment d) {
    return of(d, production(tx, d.modelId()), new ReplicaCounts(runtime.replicas()));
  }

  List<DeploymentView> ofModel(Store.Tx tx, String modelId) {
    var production = production(tx, modelId);
    var sight = new ReplicaCounts(runtime.replicas());
    return tx.deployments().ofModel(modelId).stream().map(d -> of(d, production, sight)).toList();
  }

  EnvironmentView of(Store.Tx tx, Environment e) {
    Promotion latest = tx.promotions().latest(e.key());
    boolean active = latest != null && !latest.state().isTerminal();
    return new EnvironmentView(
        e, find(tx, e.current()), find(tx, e.candidate()), active ? latest : null);
  }

  ModelView of(Store.Tx tx, Model m) {
    var deployments = tx.deployments().ofModel(m.id());
    String production = production(tx, m.id());
    String development =
        deployments.stream()
            .filter(d -> d.placement().development())
            .map(Deployment::id)
            .findFirst()
            .orElse(null);
    String instanceType =
        deployments.stream()
            .filter(d -> d.id().equals(production))
            .map(d -> d.placement().instanceType())
            .findFirst()
            .orElse(null);
    return new ModelView(m, deployments.size(), production, development, instanceType);
  }

  private @Nullable DeploymentView find(Store.Tx tx, @Nullable String id) {
    Deployment d = id == null ? null : tx.deployments().find(id);
    return d == null ? null : of(tx, d);
  }

  private static @Nullable String production(Store.Tx tx, String modelId) {
    var env = tx.environments().find(new EnvironmentKey(modelId, EnvironmentKey.PRODUCTION));
    return env == null ? null : env.current();
  }

  private static DeploymentView of(Deployment d, @Nullable String production, ReplicaCounts sight) {
    var seen = sight.of(d.id());
    var status = DeploymentStatus.of(d, seen.replicas(), seen.ready());
    return new DeploymentView(
        d, status, d.id().equals(production), seen.ready(), sight.troubles(d.id()));
  }
}
