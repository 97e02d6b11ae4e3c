package dev.slipway.engine.port.routes;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.settings.Backpressure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An immutable snapshot of everything that a gateway needs to route requests.
///
/// @param revision grows with every table of this process; not kept over a restart
/// @param models all models, also those with nothing deployed, by id. One that did not change is
///   the same instance in the next table
public record RouteTable(long revision, SharedMap<ModelRoutes> models) {

  public static final RouteTable EMPTY = new RouteTable(0, SharedMap.empty());

  /// The routes of one model.
  ///
  /// @param environments all of them
  /// @param deployments all of them, by id
  /// @param development the development deployment's id; null: there is none
  public record ModelRoutes(
      Map<EnvironmentKey, Routing> environments,
      Map<String, Target> deployments,
      @Nullable String development) {
    public ModelRoutes {
      environments = Map.copyOf(environments);
      deployments = Map.copyOf(deployments);
    }
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

  /// The routing of an environment; null: there is no such environment.
  public @Nullable Routing routing(EnvironmentKey environment) {
    ModelRoutes model = models.get(environment.modelId());
    return model == null ? null : model.environments().get(environment);
  }

  /// All deployments, in no order.
  public Stream<Target> targets() {
    return models.values().flatMap(model -> model.deployments().values().stream());
  }

  /// A deployment, looked for in all models; null: there is none.
  public @Nullable Target target(String deploymentId) {
    return targets().filter(t -> t.deploymentId().equals(deploymentId)).findFirst().orElse(null);
  }
}
