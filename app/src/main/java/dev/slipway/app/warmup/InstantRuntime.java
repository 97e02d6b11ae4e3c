package dev.slipway.app.warmup;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.runtime.LogPage;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.ReplicaTraffic;
import dev.slipway.engine.port.runtime.Runtime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A runtime without processes, for warm-ups: an artifact is built as soon as it is prepared, and a
/// replica is ready as soon as it is started. Nothing may be sent to one, and none writes a log.
public final class InstantRuntime implements Runtime {
  /// The discard port, on which nothing listens.
  private static final Replica.Address NOWHERE = new Replica.Address("127.0.0.1", 9);

  private final InstantSource time;
  private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
  private final Map<String, Replica> replicas = new LinkedHashMap<>();
  private final Set<String> artifacts = new HashSet<>();

  public InstantRuntime(InstantSource time) {
    this.time = time;
  }

  @Override
  public void prepare(Deployment deployment) {
    synchronized (this) {
      artifacts.add(deployment.source().artifact());
    }
    changed();
  }

  @Override
  public synchronized Build build(String artifact) {
    return artifacts.contains(artifact) ? new Build.Done() : new Build.Pending();
  }

  @Override
  public void start(ReplicaSpec spec) {
    synchronized (this) {
      replicas.putIfAbsent(
          spec.id(),
          new Replica(
              spec.id(),
              spec.deploymentId(),
              State.READY,
              NOWHERE,
              time.instant(),
              Replica.History.NONE));
    }
    changed();
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    synchronized (this) {
      replicas.remove(replicaId);
    }
    changed();
  }

  @Override
  public synchronized List<Replica> replicas() {
    return List.copyOf(replicas.values());
  }

  @Override
  public void onChange(Runnable nudge) {
    nudges.add(nudge);
  }

  /// Its replicas are never silent.
  @Override
  public void judgeBy(ReplicaTraffic traffic) {}

  @Override
  public synchronized void remove(Set<String> deployments, Set<String> unused) {
    artifacts.removeAll(unused);
  }

  @Override
  public LogPage logs(LogQuery query) {
    return new LogPage(List.of());
  }

  @Override
  public void close() {
    nudges.clear();
  }

  private void changed() {
    nudges.forEach(Runnable::run);
  }
}
