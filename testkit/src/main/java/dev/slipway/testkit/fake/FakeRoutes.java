package dev.slipway.testkit.fake;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.Routes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A data plane without data: it keeps the last table, confirms it at once unless it was told not
/// to, and counts the requests that a test says were sent.
public final class FakeRoutes implements Routes, GatewayStats {
  private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final Map<String, Integer> onDeployment = new ConcurrentHashMap<>();
  private final Map<String, Served> served = new ConcurrentHashMap<>();
  private final Map<String, Demand> demands = new ConcurrentHashMap<>();
  private volatile Consumer<String> listener = _ -> {};
  private volatile Counts counts = Counts.NONE;
  private RouteTable table = RouteTable.EMPTY;
  private KeyRing keys = KeyRing.EMPTY;
  private RouteTable slowest = RouteTable.EMPTY;
  private boolean confirming = true;

  @Override
  public synchronized void apply(RouteTable next) {
    if (next.revision() > table.revision()) {
      table = next;
    }
  }

  @Override
  public synchronized void apply(KeyRing next) {
    keys = next;
  }

  @Override
  public synchronized boolean awaitQuiescent(long revision, Duration timeout) {
    return confirming && table.revision() >= revision;
  }

  @Override
  public int inFlight(String replicaId) {
    return inFlight.getOrDefault(replicaId, 0);
  }

  @Override
  public long answered(String replicaId) {
    return answered.getOrDefault(replicaId, 0L);
  }

  @Override
  public Served served(EnvironmentKey environment, String deploymentId) {
    return served.getOrDefault(environment + "/" + deploymentId, Served.NOTHING);
  }

  @Override
  public int inFlight(EnvironmentKey environment, String deploymentId) {
    return onDeployment.getOrDefault(environment + "/" + deploymentId, 0);
  }

  /// Requests that `deploymentId` has through `environment` from now on.
  public void hold(EnvironmentKey environment, String deploymentId, int requests) {
    onDeployment.put(environment + "/" + deploymentId, requests);
  }

  @Override
  public Demand demand(String deploymentId) {
    return demands.getOrDefault(deploymentId, Demand.NOTHING);
  }

  @Override
  public void onDemand(Consumer<String> next) {
    listener = next;
  }

  @Override
  public Counts counts() {
    return counts;
  }

  /// This is what is counted from now on.
  public void count(Counts next) {
    counts = next;
  }

  public synchronized RouteTable table() {
    return table;
  }

  public synchronized KeyRing keys() {
    return keys;
  }

  /// The table that the slowest gateway routes by: the last one, or where fences are not confirmed
  /// the one that was in use when that began.
  public synchronized RouteTable slowest() {
    return confirming ? table : slowest;
  }

  public synchronized boolean confirming() {
    return confirming;
  }

  /// From now on fences are confirmed, or are not.
  public synchronized void confirm(boolean yes) {
    if (confirming && !yes) {
      slowest = table;
    }
    confirming = yes;
  }

  /// Requests that hold a lease on the replica from now on.
  public void hold(String replicaId, int requests) {
    inFlight.put(replicaId, requests);
  }

  /// The replica completes one more answer.
  public void answer(String replicaId) {
    answered.merge(replicaId, 1L, Long::sum);
  }

  /// Sets the demand for a deployment.
  public void demand(String deploymentId, Demand demand) {
    demands.put(deploymentId, demand);
  }

  /// `requests` more came to the deployment's replicas, and are in flight there.
  public void arrive(String deploymentId, int requests) {
    var before = demand(deploymentId);
    demand(
        deploymentId,
        new Demand(before.inFlight() + requests, 0, before.arrived() + requests, false));
  }

  /// `requests` are in flight on the deployment's replicas from now on, and none waits.
  public void busy(String deploymentId, int requests) {
    demand(deploymentId, new Demand(requests, 0, demand(deploymentId).arrived(), false));
  }

  /// `requests` wait for the deployment, which sleeps, from now on; the first one calls it.
  public void park(String deploymentId, int requests) {
    var before = demand(deploymentId);
    demand(deploymentId, new Demand(0, requests, before.arrived(), true));
    if (!before.wake()) {
      listener.accept(deploymentId);
    }
  }

  /// `requests` more were sent to `deploymentId` through `environment`.
  public void send(EnvironmentKey environment, String deploymentId, long requests) {
    add(environment, deploymentId, new Served(requests, 0, 0, 1, 1, 1));
  }

  /// A request that was sent there failed.
  ///
  /// @param lost it was not answered
  public void fail(EnvironmentKey environment, String deploymentId, boolean lost) {
    add(environment, deploymentId, new Served(0, 1, lost ? 1 : 0, 1, 1, 1));
  }

  private void add(EnvironmentKey environment, String deploymentId, Served more) {
    served.merge(
        environment + "/" + deploymentId,
        more,
        (a, b) ->
            new Served(
                a.requests() + b.requests(),
                a.errors() + b.errors(),
                a.lost() + b.lost(),
                1,
                1,
                1));
  }

  /// A data plane of a restarted process: nothing is counted, nothing is in use.
  public synchronized void restart() {
    table = RouteTable.EMPTY;
    slowest = RouteTable.EMPTY;
    inFlight.clear();
    answered.clear();
    onDeployment.clear();
    served.clear();
    demands.clear();
    counts = Counts.NONE;
  }
}
