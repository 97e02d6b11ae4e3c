package dev.slipway.gateway;

import dev.slipway.engine.RouteTable;
import dev.slipway.engine.RouteTable.Endpoint;
import dev.slipway.engine.SharedMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A route table made ready for looking things up: one immutable snapshot, apart from the counters
/// that it points to and that outlive it.
///
/// @param source what it was made of
/// @param models by id; one that did not change is the same instance as in the table before
/// @param endpoints of all replicas that may be given requests
record Table(RouteTable source, SharedMap<ModelRoute> models, Set<Endpoint> endpoints) {
  static final Table EMPTY = new Table(RouteTable.EMPTY, SharedMap.empty(), Set.of());

  long revision() {
    return source.revision();
  }

  /// @param environments by name
  /// @param deployments by id
  /// @param development null: the model has none
  record ModelRoute(
      Map<String, EnvironmentRoute> environments,
      Map<String, Side> deployments,
      @Nullable Side development) {}

  /// A deployment behind an environment, or reached by its own path.
  record Side(DeploymentRoute route, Tally tally) {
    String id() {
      return route.id();
    }
  }

  /// @param stable null: nothing is deployed
  /// @param candidate null: no promotion is on its way
  /// @param percent the candidate's share, 0 to 100
  /// @param sequence of picks under this generation; kept while the generation stays
  record EnvironmentRoute(
      long generation,
      @Nullable Side stable,
      @Nullable Side candidate,
      int percent,
      AtomicLong sequence) {

    /// The share of the deployment, 0 to 100.
    int percentTo(String deploymentId) {
      if (candidate != null && candidate.id().equals(deploymentId)) {
        return percent;
      }
      return stable != null && stable.id().equals(deploymentId) ? 100 - percent : 0;
    }
  }

  boolean has(Endpoint endpoint) {
    return endpoints.contains(endpoint);
  }

  @Nullable ModelRoute model(String id) {
    return models.get(id);
  }
}
