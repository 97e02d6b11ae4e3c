package dev.slipway.gateway;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Routing;
import dev.slipway.domain.Split;
import dev.slipway.engine.Counts;
import dev.slipway.engine.RouteTable;
import dev.slipway.engine.RouteTable.Endpoint;
import dev.slipway.engine.RouteTable.Target;
import dev.slipway.gateway.Table.EnvironmentRoute;
import dev.slipway.gateway.Table.ModelRoute;
import dev.slipway.gateway.Table.Side;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Makes route tables ready for use, and keeps what outlives a table: what is in flight, who waits,
/// what was counted. [#compile] is called by one thread at a time; the rest by any.
final class TableCompiler {
  /// Who a tally is of: requests that came through an environment's paths, or, where `environment`
  /// is empty, through the deployment's own.
  record TallyKey(String modelId, String environment, String deploymentId) {}

  private final Map<String, ReplicaLoad> loads = new ConcurrentHashMap<>();
  private final Map<String, Parking> parkings = new ConcurrentHashMap<>();
  private final Map<TallyKey, Tally> tallies = new ConcurrentHashMap<>();
  private final Meters meters;

  TableCompiler(Meters meters) {
    this.meters = meters;
  }

  Table compile(RouteTable source, Table before) {
    var routes = new HashMap<String, DeploymentRoute>();
    var endpoints = new HashSet<Endpoint>();
    for (var target : source.deployments().values()) {
      routes.put(target.deploymentId(), route(target));
      endpoints.addAll(target.replicas());
    }
    var environments = new HashMap<String, Map<String, EnvironmentRoute>>();
    for (var entry : source.environments().entrySet()) {
      var key = entry.getKey();
      environments
          .computeIfAbsent(key.modelId(), _ -> new HashMap<>())
          .put(key.name(), environment(key, entry.getValue(), routes, before));
    }
    var deployments = new HashMap<String, Map<String, Side>>();
    for (var route : routes.values()) {
      deployments
          .computeIfAbsent(route.modelId(), _ -> new HashMap<>())
          .put(route.id(), side(route.modelId(), "", route));
    }
    var models = new HashMap<String, ModelRoute>();
    for (var id : modelIds(source, environments.keySet(), deployments.keySet())) {
      models.put(
          id,
          new ModelRoute(
              environments.getOrDefault(id, Map.of()),
              deployments.getOrDefault(id, Map.of()),
              development(source, id, routes)));
    }
    return new Table(source.revision(), Map.copyOf(models), Set.copyOf(endpoints));
  }

  private static Set<String> modelIds(
      RouteTable source, Collection<String> some, Collection<String> more) {
    var ids = new HashSet<>(source.models());
    ids.addAll(some);
    ids.addAll(more);
    return ids;
  }

  private @Nullable Side development(
      RouteTable source, String modelId, Map<String, DeploymentRoute> routes) {
    var id = source.development().get(modelId);
    var route = id == null ? null : routes.get(id);
    return route == null ? null : side(modelId, Paths.DEVELOPMENT, route);
  }

  private DeploymentRoute route(Target target) {
    var replicas =
        target.replicas().stream()
            .map(endpoint ->
                new DeploymentRoute.Replica(
                    endpoint, loads.computeIfAbsent(endpoint.replicaId(), ReplicaLoad::new)))
            .toList();
    var parking =
        parkings.computeIfAbsent(
            target.deploymentId(),
            id -> {
              var line = new Parking();
              meters.register(target.modelId(), id, line);
              return line;
            });
    return new DeploymentRoute(target, replicas, parking);
  }

  private EnvironmentRoute environment(
      EnvironmentKey key, Routing routing, Map<String, DeploymentRoute> routes, Table before) {
    var model = before.model(key.modelId());
    var old = model == null ? null : model.environments().get(key.name());
    var sequence =
        old != null && old.generation() == routing.generation() ? old.sequence() : new AtomicLong();
    long generation = routing.generation();
    return switch (routing.split()) {
      case Split.None() -> new EnvironmentRoute(generation, null, null, 0, sequence);
      case Split.Whole(var only) ->
          new EnvironmentRoute(generation, side(key, only, routes), null, 0, sequence);
      case Split.Shared(var stable, var candidate, var percent) -> {
        var one = side(key, stable, routes);
        var other = side(key, candidate, routes);
        // A side that does not exist any longer has no share.
        yield one != null
            ? new EnvironmentRoute(generation, one, other, other == null ? 0 : percent, sequence)
            : new EnvironmentRoute(generation, percent > 0 ? other : null, null, 0, sequence);
      }
    };
  }

  private @Nullable Side side(
      EnvironmentKey key, String deploymentId, Map<String, DeploymentRoute> routes) {
    var route = routes.get(deploymentId);
    return route == null ? null : side(key.modelId(), key.name(), route);
  }

  private Side side(String modelId, String environment, DeploymentRoute route) {
    var key = new TallyKey(modelId, environment, route.id());
    return new Side(
        route,
        tallies.computeIfAbsent(
            key,
            _ -> {
              var tally = new Tally();
              meters.register(key, tally);
              return tally;
            }));
  }

  /// Lets go of what `table`, now in use, does not have, and tells the lines what has changed.
  void settle(RouteTable source, Table table) {
    for (var entry : tallies.entrySet()) {
      entry.getValue().weight(weight(table, entry.getKey()));
    }
    tallies.keySet().removeIf(key -> forget(source, key));
    var inUse = new HashSet<String>();
    table.endpoints().forEach(endpoint -> inUse.add(endpoint.replicaId()));
    loads.values().removeIf(load -> load.inFlight() == 0 && !inUse.contains(load.replicaId()));
    for (var entry : parkings.entrySet()) {
      var target = source.deployments().get(entry.getKey());
      var model = target == null ? null : table.model(target.modelId());
      var side = model == null ? null : model.deployments().get(entry.getKey());
      entry.getValue().route(side == null ? null : side.route());
      entry.getValue().sweep(table);
    }
    parkings.entrySet().removeIf(entry -> forget(source, entry.getKey(), entry.getValue()));
  }

  private boolean forget(RouteTable source, String deploymentId, Parking line) {
    if (source.deployments().containsKey(deploymentId) || line.waiting() > 0) {
      return false;
    }
    meters.removeLine(deploymentId);
    return true;
  }

  private boolean forget(RouteTable source, TallyKey key) {
    if (source.deployments().containsKey(key.deploymentId())) {
      return false;
    }
    meters.remove(key);
    return true;
  }

  private static int weight(Table table, TallyKey key) {
    var model = table.model(key.modelId());
    var route = model == null ? null : model.environments().get(key.environment());
    return route == null ? 0 : route.percentTo(key.deploymentId());
  }

  int inFlight(String replicaId) {
    var load = loads.get(replicaId);
    return load == null ? 0 : load.inFlight();
  }

  int queued(String deploymentId) {
    var parking = parkings.get(deploymentId);
    return parking == null ? 0 : parking.waiting();
  }

  Counts counts() {
    var waiting = new HashMap<String, Integer>();
    parkings.forEach((id, line) -> waiting.put(id, line.waiting()));
    return new Counts(
        tallies.entrySet().stream()
            .map(e ->
                e.getValue()
                    .way(e.getKey().modelId(), e.getKey().environment(), e.getKey().deploymentId()))
            .toList(),
        waiting);
  }

  @Nullable Tally tally(EnvironmentKey environment, String deploymentId) {
    return tallies.get(new TallyKey(environment.modelId(), environment.name(), deploymentId));
  }
}
