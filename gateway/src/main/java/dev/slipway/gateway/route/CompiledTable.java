package dev.slipway.gateway.route;

import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.SharedMap;
import dev.slipway.gateway.metrics.RequestCounters;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A route table in the form in which requests look things up: one immutable snapshot, apart from
/// the counters that it points to, which outlive it.
///
/// @param source the table as the engine sent it
/// @param models by id; one that did not change is the same instance as in the table before
/// @param endpoints of all replicas that may be given requests
public record CompiledTable(
    RouteTable source, SharedMap<ModelRoute> models, Set<Endpoint> endpoints) {
  static final CompiledTable EMPTY =
      new CompiledTable(RouteTable.EMPTY, SharedMap.empty(), Set.of());

  long revision() {
    return source.revision();
  }

  /// The routes of one model.
  ///
  /// @param environments by name
  /// @param deployments by id
  /// @param development null: the model has none
  public record ModelRoute(
      Map<String, EnvironmentRoute> environments,
      Map<String, Resolved.Sole> deployments,
      Resolved.@Nullable Sole development) {}

  /// A deployment together with the counters of the path that leads to it: an environment's, or its
  /// own.
  public record Side(DeploymentRoute route, RequestCounters counters) {
    public String id() {
      return route.id();
    }
  }

  /// An environment.
  public sealed interface EnvironmentRoute permits Resolved.Split, NothingDeployed {
    /// The number of the split among those of the environment; grows with every change.
    long generation();

    /// The number of picks under this generation.
    AtomicLong sequence();

    /// The share of the deployment, 0 to 100.
    int percentTo(String deploymentId);
  }

  /// An environment that no deployment was promoted to, or whose deployments are gone.
  record NothingDeployed(long generation, AtomicLong sequence) implements EnvironmentRoute {
    @Override
    public int percentTo(String deploymentId) {
      return 0;
    }
  }

  public boolean has(Endpoint endpoint) {
    return endpoints.contains(endpoint);
  }

  @Nullable
  public ModelRoute model(String id) {
    return models.get(id);
  }
}
