package dev.slipway.sim;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.runtime.LogPage;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.ReplicaTraffic;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.testkit.fake.FakeRoutes;
import dev.slipway.testkit.fake.FakeRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The runtime with a guard at its gate: at the moment at which the engine stops a replica, no
/// gateway may route to it, not even the slowest, and nothing may be in flight on it; unless the
/// published drain time has passed since it was last routed to.
final class GuardedRuntime implements Runtime {
  /// The published drain time.
  private static final Duration DRAIN = Duration.ofMinutes(5);

  private final FakeRuntime runtime;
  private final FakeRoutes routes;
  private final InstantSource time;
  private final Map<String, Instant> lastRouted = new HashMap<>();

  GuardedRuntime(FakeRuntime runtime, FakeRoutes routes, InstantSource time) {
    this.runtime = runtime;
    this.routes = routes;
    this.time = time;
  }

  /// A new process starts to drain anew.
  void restart() {
    lastRouted.replaceAll((_, _) -> time.instant());
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    boolean routed = routesTo(routes.table(), replicaId) || routesTo(routes.slowest(), replicaId);
    int inFlight = routes.inFlight(replicaId);
    Instant since = lastRouted.getOrDefault(replicaId, Instant.EPOCH);
    boolean drained = !time.instant().isBefore(since.plus(DRAIN));
    if ((routed || inFlight > 0) && !drained) {
      throw new AssertionError(
          "replica %s was stopped (routed to: %s, in flight: %d, last routed to at %s, now %s)"
              .formatted(replicaId, routed, inFlight, since, time.instant()));
    }
    runtime.stop(replicaId, grace);
  }

  @Override
  public List<Replica> replicas() {
    routes
        .table()
        .targets()
        .flatMap(t -> t.replicas().stream())
        .forEach(e -> lastRouted.put(e.replicaId(), time.instant()));
    return runtime.replicas();
  }

  private static boolean routesTo(RouteTable table, String replicaId) {
    return table
        .targets()
        .flatMap(t -> t.replicas().stream())
        .anyMatch(e -> e.replicaId().equals(replicaId));
  }

  @Override
  public void prepare(Deployment deployment) {
    runtime.prepare(deployment);
  }

  @Override
  public Build build(String artifact) {
    return runtime.build(artifact);
  }

  @Override
  public void start(ReplicaSpec spec) {
    runtime.start(spec);
  }

  @Override
  public void onChange(Runnable nudge) {
    runtime.onChange(nudge);
  }

  @Override
  public void judgeBy(ReplicaTraffic traffic) {
    runtime.judgeBy(traffic);
  }

  @Override
  public void remove(Set<String> deployments, Set<String> artifacts) {
    runtime.remove(deployments, artifacts);
  }

  @Override
  public LogPage logs(LogQuery query) {
    return runtime.logs(query);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
