package dev.slipway.gateway.route;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.ModelRoutes;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.gateway.metrics.GatewayMeters;
import dev.slipway.gateway.metrics.RequestCounters;
import dev.slipway.gateway.route.CompiledTable.EnvironmentRoute;
import dev.slipway.gateway.route.CompiledTable.ModelRoute;
import dev.slipway.gateway.route.CompiledTable.Side;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compiles route tables, and keeps the state that outlives a table: loads of replicas, lines of
/// waiting requests, counters.
///
/// ## Design
///
/// The engine sends a whole table at every change. Compiling all of it would cost each cancel more
/// with every model, so only the models whose source changed are compiled ([SharedMap] tells
/// which); the others are taken over as they are. A compiled table is immutable, but its routes
/// point to loads, lines and counters that live here, by id, so that a request that began under an
/// older table is still seen by the next.
///
/// That state is removed after the new table is in use, in [#settle], and never while a request
/// needs it: counters go with their deployment, a line when the last request has left it, a load
/// when nothing is in flight on its replica.
///
/// [#compile] and [#settle] are called by one thread at a time, the rest by any.
public final class TableCompiler {
  private final Map<String, ReplicaLoad> loads = new ConcurrentHashMap<>();
  private final Map<String, Parking> parkings = new ConcurrentHashMap<>();
  private final Map<String, Map<TrafficCounters.Way, RequestCounters>> byModel =
      new ConcurrentHashMap<>();
  private final Set<String> leavingLines = new HashSet<>();
  private boolean leavingLoads;
  private final Map<String, List<RequestCounters>> perDeployment = new ConcurrentHashMap<>();
  private final GatewayMeters meters;

  public TableCompiler(GatewayMeters meters) {
    this.meters = meters;
  }

  /// Compiles the models of `source` that changed since the source of `before`.
  CompiledTable compile(RouteTable source, CompiledTable before) {
    var changed = source.models().changedSince(before.source().models());
    var compiled = new HashMap<String, ModelRoute>();
    var gone = new HashSet<String>();
    for (var id : changed) {
      var routes = source.models().get(id);
      if (routes == null) {
        gone.add(id);
      } else {
        compiled.put(id, model(id, routes, before.model(id)));
      }
    }
    return new CompiledTable(
        source, before.models().with(compiled, gone), endpoints(source, before, changed));
  }

  private static Set<Endpoint> endpoints(
      RouteTable source, CompiledTable before, Set<String> changed) {
    var removed = new HashSet<Endpoint>();
    var added = new HashSet<Endpoint>();
    for (var id : changed) {
      removed.addAll(endpoints(before.source().models().get(id)));
      added.addAll(endpoints(source.models().get(id)));
    }
    if (removed.equals(added)) {
      return before.endpoints();
    }
    var next = new HashSet<>(before.endpoints());
    next.removeAll(removed);
    next.addAll(added);
    return Set.copyOf(next);
  }

  private static Set<Endpoint> endpoints(@Nullable ModelRoutes routes) {
    return routes == null
        ? Set.of()
        : routes.deployments().values().stream()
            .flatMap(target -> target.replicas().stream())
            .collect(Collectors.toSet());
  }

  private ModelRoute model(String id, ModelRoutes source, @Nullable ModelRoute before) {
    var routes = new HashMap<String, DeploymentRoute>();
    var deployments = new HashMap<String, Resolved.Sole>();
    for (var target : source.deployments().values()) {
      var route = route(target);
      routes.put(target.deploymentId(), route);
      deployments.put(target.deploymentId(), new Resolved.Sole(side(id, null, route)));
    }
    var environments = new HashMap<String, EnvironmentRoute>();
    for (var entry : source.environments().entrySet()) {
      var key = entry.getKey();
      environments.put(key.name(), environment(key, entry.getValue(), routes, before));
    }
    var development = source.development() == null ? null : routes.get(source.development());
    return new ModelRoute(
        Map.copyOf(environments),
        Map.copyOf(deployments),
        development == null ? null : new Resolved.Sole(side(id, Paths.DEVELOPMENT, development)));
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
              meters.register(target.modelId(), id, line::waiting);
              return line;
            });
    return new DeploymentRoute(target, replicas, parking);
  }

  private EnvironmentRoute environment(
      EnvironmentKey key,
      Routing routing,
      Map<String, DeploymentRoute> routes,
      @Nullable ModelRoute before) {
    var old = before == null ? null : before.environments().get(key.name());
    var sequence =
        old != null && old.generation() == routing.generation() ? old.sequence() : new AtomicLong();
    long generation = routing.generation();
    return switch (routing.split()) {
      case Split.None() -> new CompiledTable.NothingDeployed(generation, sequence);
      case Split.Whole(var only) ->
          environment(generation, side(key, only, routes), null, 0, sequence);
      case Split.Shared(var stable, var candidate, var percent) -> {
        var one = side(key, stable, routes);
        var other = side(key, candidate, routes);
        // A side whose deployment was deleted has no share.
        yield one != null
            ? environment(generation, one, other, other == null ? 0 : percent, sequence)
            : environment(generation, percent > 0 ? other : null, null, 0, sequence);
      }
    };
  }

  private static EnvironmentRoute environment(
      long generation,
      @Nullable Side stable,
      @Nullable Side candidate,
      int percent,
      AtomicLong sequence) {
    return stable == null
        ? new CompiledTable.NothingDeployed(generation, sequence)
        : new Resolved.Split(generation, stable, candidate, percent, sequence);
  }

  private @Nullable Side side(
      EnvironmentKey key, String deploymentId, Map<String, DeploymentRoute> routes) {
    var route = routes.get(deploymentId);
    return route == null ? null : side(key.modelId(), key.name(), route);
  }

  private Side side(String modelId, @Nullable String environment, DeploymentRoute route) {
    var key = new TrafficCounters.Way(modelId, environment, route.id());
    return new Side(
        route,
        byModel
            .computeIfAbsent(modelId, _ -> new ConcurrentHashMap<>())
            .computeIfAbsent(
                key,
                _ -> {
                  var counters = new RequestCounters();
                  meters.register(key, counters);
                  perDeployment
                      .computeIfAbsent(route.id(), _ -> new CopyOnWriteArrayList<>())
                      .add(counters);
                  return counters;
                }));
  }

  /// Removes the state of what `table`, now in use, no longer has, and tells the lines about the
  /// deployments that changed since `before`.
  void settle(CompiledTable before, CompiledTable table) {
    for (var id : table.models().changedSince(before.models())) {
      var was = before.source().models().get(id);
      var is = table.model(id);
      if (was != null) {
        leavingLines.addAll(was.deployments().keySet());
      }
      if (is != null) {
        leavingLines.removeAll(is.deployments().keySet());
        var routes = is.deployments().values().stream().map(sole -> sole.side().route()).toList();
        routes.forEach(route -> route.parking().route(route));
        routes.forEach(route -> route.parking().sweep(table));
      }
      settleCounters(id, table);
    }
    leavingLines.removeIf(id -> forgetLine(id, table));
    settleLoads(before, table);
  }

  private void settleCounters(String modelId, CompiledTable table) {
    var some = byModel.getOrDefault(modelId, Map.of());
    some.forEach((key, counters) -> counters.weight(weight(table, key)));
    var model = table.model(modelId);
    some.keySet()
        .removeIf(key -> {
          boolean gone = model == null || !model.deployments().containsKey(key.deploymentId());
          if (gone) {
            meters.remove(key);
            perDeployment.remove(key.deploymentId());
          }
          return gone;
        });
    if (model == null) {
      byModel.remove(modelId);
    }
  }

  /// Removes the line of a deployment that is gone, once no request waits in it.
  private boolean forgetLine(String deploymentId, CompiledTable table) {
    var line = parkings.get(deploymentId);
    if (line == null) {
      return true;
    }
    line.route(null);
    line.sweep(table);
    if (line.waiting() > 0) {
      return false;
    }
    parkings.remove(deploymentId);
    meters.removeLine(deploymentId);
    return true;
  }

  /// Removes the loads of replicas that are gone and have nothing in flight.
  private void settleLoads(CompiledTable before, CompiledTable table) {
    if (before.endpoints().equals(table.endpoints()) && !leavingLoads) {
      return;
    }
    var inUse = new HashSet<String>();
    table.endpoints().forEach(endpoint -> inUse.add(endpoint.replicaId()));
    loads.values().removeIf(load -> load.inFlight() == 0 && !inUse.contains(load.replicaId()));
    leavingLoads = loads.size() > inUse.size();
  }

  private static int weight(CompiledTable table, TrafficCounters.Way way) {
    var model = table.model(way.modelId());
    if (model == null || way.environment() == null) {
      return 0;
    }
    var route = model.environments().get(way.environment());
    return route == null ? 0 : route.percentTo(way.deploymentId());
  }

  public int inFlight(String replicaId) {
    var load = loads.get(replicaId);
    return load == null ? 0 : load.inFlight();
  }

  public long answered(String replicaId) {
    var load = loads.get(replicaId);
    return load == null ? 0 : load.answered();
  }

  public Demand demand(String deploymentId) {
    int inFlight = 0;
    long arrived = 0;
    for (var counters : perDeployment.getOrDefault(deploymentId, List.of())) {
      inFlight += counters.inFlight();
      arrived += counters.requestCount();
    }
    var parking = parkings.get(deploymentId);
    return parking == null
        ? new Demand(inFlight, 0, arrived, false)
        : new Demand(inFlight, parking.waiting(), arrived, parking.isCalled());
  }

  public Counts counts() {
    var waiting = new HashMap<String, Integer>();
    parkings.forEach((id, line) -> waiting.put(id, line.waiting()));
    return new Counts(
        byModel.values().stream()
            .flatMap(some -> some.entrySet().stream())
            .map(e -> e.getValue().on(e.getKey()))
            .toList(),
        waiting);
  }

  @Nullable
  public RequestCounters counters(EnvironmentKey environment, String deploymentId) {
    return byModel
        .getOrDefault(environment.modelId(), Map.of())
        .get(new TrafficCounters.Way(environment.modelId(), environment.name(), deploymentId));
  }
}
