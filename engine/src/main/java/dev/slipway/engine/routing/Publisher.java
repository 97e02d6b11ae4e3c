package dev.slipway.engine.routing;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.ModelRoutes;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.routes.SharedMap;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.runtime.Runtime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns what is written and what is observed into the table that gateways route by. It compares
/// what is written with what was published and computes the models that differ again; it depends on
/// no message of a change, so that the next nudge mends a lost one.
public final class Publisher {
  private final ModelCache cache;
  private final Runtime runtime;
  private final Routes routes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Draining draining;
  private SharedMap<ModelCache.Rows> rows = SharedMap.empty();
  private List<Replica> staying = List.of();
  private Map<String, List<Endpoint>> ready = Map.of();
  private final Map<String, String> modelOf = new HashMap<>();
  private RouteTable last = RouteTable.EMPTY;

  public Publisher(ModelCache cache, Runtime runtime, Routes routes, Draining draining) {
    this.cache = cache;
    this.runtime = runtime;
    this.routes = routes;
    this.draining = draining;
  }

  /// Puts the present state in use at the gateways.
  ///
  /// @return the revision of a table that holds at least everything that was committed before
  public long publish() {
    lock.lock();
    try {
      // Looked at before what is written: a side that drains by a later commit is still routed.
      Set<String> leaving = draining.all();
      var rowsNow = cache.look();
      var replicas = runtime.replicas().stream().filter(r -> !leaving.contains(r.id())).toList();
      var readyNow = replicas.equals(staying) ? ready : ready(replicas);
      Set<String> stale = rowsNow.changedSince(rows);
      if (!readyNow.equals(ready)) {
        stale.addAll(modelsWithOtherReplicas(readyNow));
      }
      var models = last.models().with(routes(rowsNow, readyNow, stale), gone(rowsNow, stale));
      rows = rowsNow;
      staying = replicas;
      ready = readyNow;
      // The first is told in any case: a gateway without a table does not know that there is
      // nothing.
      if (models != last.models() || last.revision() == 0) {
        last = new RouteTable(last.revision() + 1, models);
        routes.apply(last);
      }
      return last.revision();
    } finally {
      lock.unlock();
    }
  }

  /// What the runtime shows of the replicas that stay. One that is on its way out is neither ready
  /// for what comes next nor to blame for it.
  public ReplicaCounts sight() {
    return new ReplicaCounts(
        runtime.replicas().stream()
            .filter(r -> r.state() != Replica.State.STOPPING && !draining.isDraining(r.id()))
            .toList());
  }

  private static Map<String, List<Endpoint>> ready(List<Replica> replicas) {
    return replicas.stream()
        .filter(Replica::ready)
        .collect(
            Collectors.groupingBy(
                Replica::deploymentId,
                Collectors.mapping(Publisher::endpoint, Collectors.toList())));
  }

  /// A deployment without a model is not written any more, or not yet: its row brings it up then.
  private Set<String> modelsWithOtherReplicas(Map<String, List<Endpoint>> now) {
    return Stream.concat(now.keySet().stream(), ready.keySet().stream())
        .filter(id -> !Objects.equals(now.get(id), ready.get(id)))
        .map(modelOf::get)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static Set<String> gone(SharedMap<ModelCache.Rows> rowsNow, Set<String> stale) {
    return stale.stream().filter(id -> rowsNow.get(id) == null).collect(Collectors.toSet());
  }

  private Map<String, ModelRoutes> routes(
      SharedMap<ModelCache.Rows> rowsNow, Map<String, List<Endpoint>> readyNow, Set<String> stale) {
    Map<String, ModelRoutes> computed = new HashMap<>();
    for (String id : stale) {
      var before = last.models().get(id);
      if (before != null) {
        modelOf.keySet().removeAll(before.deployments().keySet());
      }
      var written = rowsNow.get(id);
      if (written != null) {
        var now = routes(written, readyNow);
        now.deployments().keySet().forEach(deployment -> modelOf.put(deployment, id));
        computed.put(id, now.equals(before) ? before : now);
      }
    }
    return computed;
  }

  private static ModelRoutes routes(ModelCache.Rows rows, Map<String, List<Endpoint>> ready) {
    Map<EnvironmentKey, Routing> environments = new HashMap<>();
    rows.environments().forEach(e -> environments.put(e.key(), e.routing()));
    Map<String, Target> targets = new HashMap<>();
    String development = null;
    for (Deployment d : rows.deployments()) {
      targets.put(d.id(), target(d, ready.getOrDefault(d.id(), List.of())));
      development = d.placement().development() ? d.id() : development;
    }
    return new ModelRoutes(environments, targets, development);
  }

  private static Endpoint endpoint(Replica r) {
    var address = r.address();
    if (address == null) {
      throw new IllegalStateException(
          "replica " + r.id() + ": no address (expected: one, it is ready)");
    }
    return new Endpoint(r.id(), address.host(), address.port());
  }

  private static Target target(Deployment d, List<Endpoint> replicas) {
    var launch = d.source().launch();
    var chosen = d.placement().backpressure();
    return new Target(
        d.id(),
        d.modelId(),
        launch.paths().predict(),
        launch.limits().concurrency(),
        chosen == null ? Backpressure.QUEUE_ON_FULL : chosen,
        d.phase() instanceof DeploymentPhase.Inactive ? List.of() : replicas,
        availability(d));
  }

  private static Availability availability(Deployment d) {
    return switch (d.phase()) {
      case DeploymentPhase.Building _, DeploymentPhase.Deploying _ -> Availability.NOT_READY;
      case DeploymentPhase.Waking _ -> Availability.WAKING;
      case DeploymentPhase.Live _ ->
          d.placement().desiredReplicas() == 0 ? Availability.SCALED_TO_ZERO : Availability.UP;
      case DeploymentPhase.Inactive _,
          DeploymentPhase.BuildFailed _,
          DeploymentPhase.DeployFailed _ ->
          Availability.ABSENT;
    };
  }
}
