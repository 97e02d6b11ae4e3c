package dev.slipway.testkit.fake;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogPage;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.ReplicaTraffic;
import dev.slipway.engine.port.runtime.Runtime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A runtime without processes, in which everything happens when the test says so, on the test's
/// thread. It outlives what is built on it: hand the same one to the next engine, as processes
/// outlive a server. [#close] only forgets the listeners.
public final class FakeRuntime implements Runtime {
  private static final int FIRST_PORT = 20_000;

  private final InstantSource clock;
  private final Map<String, Replica> replicas = new LinkedHashMap<>();
  private final Map<String, Build> builds = new HashMap<>();
  private final List<Runnable> nudges = new ArrayList<>();
  private final List<LogLine> lines = new ArrayList<>();
  private final List<ReplicaSpec> started = new ArrayList<>();
  private final Map<String, String> told = new HashMap<>();
  private final List<String> stopped = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private boolean buildsAtOnce;
  private boolean readyAtOnce;
  private boolean stopsAtOnce = true;
  private long lastNanos;
  private int ports = FIRST_PORT;

  public FakeRuntime(InstantSource clock) {
    this.clock = clock;
  }

  /// From now on builds are done, and replicas ready, as soon as they are asked for.
  public FakeRuntime allAtOnce() {
    buildsAtOnce = true;
    readyAtOnce = true;
    return this;
  }

  /// From now on replicas become ready only when the test says so.
  public FakeRuntime notReadyAtOnce() {
    readyAtOnce = false;
    return this;
  }

  /// From now on a stopped replica stays STOPPING until [#gone].
  public FakeRuntime slowStops() {
    stopsAtOnce = false;
    return this;
  }

  public void built(String artifact) {
    change(() -> builds.put(artifact, new Build.Done()));
  }

  public void broken(String artifact, String reason) {
    change(() -> builds.put(artifact, new Build.Broken(reason)));
  }

  public void ready(String replica) {
    change(() -> put(replica, State.READY, 0, get(replica).lastFailure()));
  }

  public void unhealthy(String replica) {
    var r = get(replica);
    change(() -> put(replica, State.UNHEALTHY, r.failedStarts(), r.lastFailure()));
  }

  /// A ready replica completes answers, but its probes get none.
  public void busy(String replica) {
    stillReady(replica, State.BUSY);
  }

  /// A ready replica answers neither probes nor requests.
  public void silent(String replica) {
    stillReady(replica, State.SILENT);
  }

  private void stillReady(String replica, State state) {
    var r = get(replica);
    if (!r.ready()) {
      throw new IllegalStateException(
          "replica " + replica + " is " + r.state() + " (expected: one that is ready)");
    }
    change(() -> put(replica, state, r.failedStarts(), r.lastFailure()));
  }

  /// Its process ends, and the next is started.
  public void dies(String replica, String reason) {
    var r = get(replica);
    var failed = r.ready() ? 0 : r.failedStarts() + 1;
    change(() -> {
      put(replica, State.STARTING, failed, reason);
      var next = get(replica);
      var history = new Replica.History(failed, r.history().restarts() + 1, reason, null);
      replicas.put(
          replica,
          new Replica(
              next.id(),
              next.deploymentId(),
              next.state(),
              next.address(),
              next.startedAt(),
              history));
    });
  }

  /// It is there no more.
  public void gone(String replica) {
    change(() -> replicas.remove(replica));
  }

  /// All that were started, in order, also those that are gone.
  public synchronized List<ReplicaSpec> started() {
    return List.copyOf(started);
  }

  /// The environment that a replica was last said to serve, where that was said after its start; a
  /// replica of none is left out.
  public synchronized Map<String, String> told() {
    return Map.copyOf(told);
  }

  /// Ids of all that were asked to end, in order.
  public synchronized List<String> stopped() {
    return List.copyOf(stopped);
  }

  /// Ids of the deployments that were forgotten, in order.
  public synchronized List<String> forgotten() {
    return List.copyOf(forgotten);
  }

  @Override
  public void prepare(Deployment deployment) {
    var artifact = deployment.source().artifact();
    synchronized (this) {
      if (builds.get(artifact) instanceof Build.Done) {
        return;
      }
    }
    change(() -> {
      builds.put(artifact, buildsAtOnce ? new Build.Done() : new Build.Pending());
      log(deployment.id(), null, "build: started");
    });
  }

  @Override
  public synchronized Build build(String artifact) {
    return builds.getOrDefault(artifact, new Build.Pending());
  }

  @Override
  public void start(ReplicaSpec spec) {
    synchronized (this) {
      if (replicas.containsKey(spec.id())) {
        var environment = spec.environmentName();
        if (environment == null) {
          told.remove(spec.id());
        } else {
          told.put(spec.id(), environment);
        }
        return;
      }
    }
    change(() -> {
      started.add(spec);
      var state = readyAtOnce ? State.READY : State.STARTING;
      var address = new Replica.Address("127.0.0.1", ports++);
      replicas.put(
          spec.id(),
          new Replica(
              spec.id(),
              spec.deploymentId(),
              state,
              address,
              clock.instant(),
              Replica.History.NONE));
      log(spec.deploymentId(), spec.id(), "replica " + spec.id() + ": started");
    });
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    synchronized (this) {
      if (!replicas.containsKey(replicaId)) {
        return;
      }
    }
    change(() -> {
      stopped.add(replicaId);
      var r = get(replicaId);
      if (stopsAtOnce) {
        replicas.remove(replicaId);
      } else {
        put(replicaId, State.STOPPING, r.failedStarts(), r.lastFailure());
      }
    });
  }

  @Override
  public synchronized List<Replica> replicas() {
    return List.copyOf(replicas.values());
  }

  @Override
  public synchronized void onChange(Runnable nudge) {
    nudges.add(nudge);
  }

  /// The test says itself what a replica is.
  @Override
  public void judgeBy(ReplicaTraffic traffic) {}

  @Override
  public synchronized void remove(Set<String> deployments, Set<String> artifacts) {
    forgotten.addAll(new TreeSet<>(deployments));
    lines.removeIf(line -> deployments.contains(line.deployment()));
    builds.keySet().removeAll(artifacts);
  }

  /// A line that a replica prints.
  public synchronized void prints(LogLine line) {
    lines.add(line);
  }

  @Override
  public synchronized LogPage logs(LogQuery query) {
    return FakeRuntimeLogs.search(lines, query);
  }

  @Override
  public synchronized void close() {
    nudges.clear();
  }

  private void log(String deployment, @Nullable String replica, String message) {
    var now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    lastNanos = Math.max(now, lastNanos + 1);
    lines.add(new LogLine(lastNanos, deployment, replica, null, LogLine.Level.INFO, message));
  }

  private synchronized Replica get(String id) {
    var replica = replicas.get(id);
    if (replica == null) {
      throw new IllegalStateException(
          "no replica " + id + " (expected: " + replicas.keySet() + ")");
    }
    return replica;
  }

  private void put(String id, State state, int failedStarts, @Nullable String lastFailure) {
    var r = get(id);
    replicas.put(
        id,
        new Replica(
            r.id(),
            r.deploymentId(),
            state,
            r.address(),
            r.startedAt(),
            new Replica.History(failedStarts, r.history().restarts(), lastFailure, null)));
  }

  /// Listeners are called without the lock.
  private void change(Runnable what) {
    List<Runnable> told;
    synchronized (this) {
      what.run();
      told = List.copyOf(nudges);
    }
    told.forEach(Runnable::run);
  }
}
