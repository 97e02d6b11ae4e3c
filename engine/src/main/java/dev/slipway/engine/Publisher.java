package dev.slipway.engine;

import dev.slipway.domain.Backpressure;
import dev.slipway.domain.Deployment;
import dev.slipway.domain.DeploymentPhase;
import dev.slipway.domain.Environment;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Model;
import dev.slipway.domain.Routing;
import dev.slipway.engine.RouteTable.Availability;
import dev.slipway.engine.RouteTable.Endpoint;
import dev.slipway.engine.RouteTable.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Turns what is written and what is observed into the table that gateways route by. It is computed
/// whole each time, so that a lost nudge is mended by the next one.
final class Publisher {
  private final Store store;
  private final Runtime runtime;
  private final Routes routes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> draining = ConcurrentHashMap.newKeySet();
  private RouteTable last = RouteTable.EMPTY;

  Publisher(Store store, Runtime runtime, Routes routes) {
    this.store = store;
    this.runtime = runtime;
    this.routes = routes;
  }

  /// Puts the present state in use at the gateways.
  ///
  /// @return the revision of a table that holds at least everything that was committed before
  long publish() {
    lock.lock();
    try {
      // Looked at before what is written: a side that drains by a later commit is still routed.
      Set<String> leaving = Set.copyOf(draining);
      RouteTable next = store.read(tx -> table(tx, leaving));
      if (!next.equals(last)) {
        last = next.withRevision(last.revision() + 1);
        routes.apply(last);
      }
      return last.revision();
    } finally {
      lock.unlock();
    }
  }

  /// What the runtime shows of the replicas that stay. One that is on its way out is neither ready
  /// for what comes next nor to blame for it.
  Sight sight() {
    return new Sight(
        runtime.replicas().stream()
            .filter(r -> r.state() != Replica.State.STOPPING && !draining.contains(r.id()))
            .toList());
  }

  /// Replicas that get no new requests, from the next [#publish] on.
  Set<String> draining() {
    return draining;
  }

  private RouteTable table(Store.Tx tx, Set<String> leaving) {
    Map<EnvironmentKey, Routing> environments = new HashMap<>();
    for (Environment e : tx.environments().all()) {
      environments.put(e.key(), e.routing());
    }
    Map<String, List<Endpoint>> ready =
        runtime.replicas().stream()
            .filter(r -> r.ready() && !leaving.contains(r.id()))
            .collect(
                Collectors.groupingBy(
                    Replica::deploymentId,
                    Collectors.mapping(Publisher::endpoint, Collectors.toList())));
    Map<String, Target> targets = new HashMap<>();
    Map<String, String> development = new HashMap<>();
    for (Deployment d : tx.deployments().all()) {
      targets.put(d.id(), target(d, ready.getOrDefault(d.id(), List.of())));
      if (d.placement().development()) {
        development.put(d.modelId(), d.id());
      }
    }
    var models = tx.models().all().stream().map(Model::id).collect(Collectors.toSet());
    return new RouteTable(last.revision(), environments, targets, development, models);
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
