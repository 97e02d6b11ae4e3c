package dev.slipway.engine;

import dev.slipway.domain.Backpressure;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Routing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything a gateway needs to route a request: one immutable snapshot.
///
/// @param revision grows with every table of this process; not kept over a restart
/// @param environments all environments
/// @param deployments all deployments, by id
/// @param development the development deployment's id by model id, where there is one
/// @param models ids of all models, also of those with nothing deployed
public record RouteTable(
    long revision,
    Map<EnvironmentKey, Routing> environments,
    Map<String, Target> deployments,
    Map<String, String> development,
    Set<String> models) {

  public static final RouteTable EMPTY = new RouteTable(0, Map.of(), Map.of(), Map.of(), Set.of());

  public RouteTable {
    environments = Map.copyOf(environments);
    deployments = Map.copyOf(deployments);
    development = Map.copyOf(development);
    models = Set.copyOf(models);
  }

  /// A deployment as a gateway sees it.
  ///
  /// @param predictPath the path of its server that `/predict` is sent to
  /// @param concurrency requests that a replica is given at a time, 1 or more
  /// @param replicas those that may be given new requests: ready and not draining
  /// @param availability what to answer where `replicas` is empty
  public record Target(
      String deploymentId,
      String modelId,
      String predictPath,
      int concurrency,
      Backpressure backpressure,
      List<Endpoint> replicas,
      Availability availability) {
    public Target {
      replicas = List.copyOf(replicas);
    }
  }

  public record Endpoint(String replicaId, String host, int port) {}

  /// Why a deployment has, or has not, replicas.
  public enum Availability {
    /// It should serve. Without a replica: 503 model_unavailable.
    UP,
    /// It is being built or deployed: 400 "Model is not ready, it is still building or deploying".
    NOT_READY,
    /// It was deactivated, or failed for good: 404 model_does_not_exist.
    ABSENT,
    /// It was scaled to zero: a request wakes it, and waits for it.
    SCALED_TO_ZERO,
    /// It is on its way back from zero: a request waits for it.
    WAKING
  }

  /// This table under another revision.
  public RouteTable withRevision(long next) {
    return new RouteTable(next, environments, deployments, development, models);
  }

  public @Nullable Target target(String deploymentId) {
    return deployments.get(deploymentId);
  }
}
