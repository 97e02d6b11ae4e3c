package dev.slipway.runtime;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.runtime.LogPage;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.ReplicaTraffic;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.runtime.artifact.Artifacts;
import dev.slipway.runtime.artifact.Builder;
import dev.slipway.runtime.log.LogSearch;
import dev.slipway.runtime.log.LogStore;
import dev.slipway.runtime.process.Cgroups;
import dev.slipway.runtime.process.Launcher;
import dev.slipway.runtime.process.Ports;
import dev.slipway.runtime.process.ProcessKill;
import dev.slipway.runtime.process.ProcessTable;
import dev.slipway.runtime.process.ReplicaFile;
import dev.slipway.runtime.process.Supervisor;
import dev.slipway.runtime.process.SupervisorContext;
import dev.slipway.runtime.process.Watch.Event;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeFailure;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.runtime.truss.BuildRunner;
import dev.slipway.runtime.truss.PythonFinder;
import dev.slipway.runtime.truss.Truss;
import dev.slipway.runtime.truss.TrussBuilder;
import dev.slipway.runtime.truss.TrussCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs replicas as processes of this machine, which outlive the server: the next one adopts them.
///
/// Below the data directory it reads `uploads/` and owns `artifacts/` (prepared directories),
/// `replicas/` (one state file each), `logs/`, and for Truss models `environments/`, `dynamic/` and
/// `scripts/`. A start command must stay in the foreground: when its process ends, the replica has
/// ended. All processes that it started are ended with it, also those that left its session. An
/// adopted replica whose process ends is not started again, as its secrets are not kept; it
/// disappears, unless [#start] has given them again.
///
/// On systems without /proc, processes are seen through `ps`: ports' owners are not visible there,
/// so a command that ignores `PORT` is trusted where `server_port` was free before it started.
public final class LocalRuntime implements Runtime {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRuntime.class);

  private final DataDirs dirs;
  private final InstantSource clock;
  private final LogStore logs;
  private final Artifacts artifacts;
  private final SupervisorContext supervisorContext;
  private final Map<String, Supervisor> replicas = new ConcurrentHashMap<>();
  private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
  private volatile ReplicaTraffic traffic = ReplicaTraffic.NONE;
  private volatile boolean closed;

  /// Adopts the replicas that run. Returns when each was asked once whether it is ready.
  ///
  /// @param data the server's data directory; made where it is missing
  /// @param environment the server's own environment, of which replicas are given a small part
  public LocalRuntime(
      Path data, InstantSource clock, RuntimeSettings settings, Map<String, String> environment) {
    this.dirs = new DataDirs(data);
    this.clock = clock;
    dirs.create();
    this.logs = new LogStore(dirs, settings.logs(), clock);
    var table = ProcessTable.ofThisMachine();
    var truss = new Truss(dirs.scripts());
    this.artifacts =
        new Artifacts(
            dirs,
            settings.archives(),
            logs,
            trussBuilder(truss, table, settings, environment),
            this::nudge);
    this.supervisorContext =
        new SupervisorContext(
            dirs,
            settings,
            table,
            new Ports(settings.bindHost()),
            logs,
            new Launcher(
                dirs,
                environment,
                Cgroups.detect(),
                new TrussCommand(dirs, truss, settings.bindHost())),
            new SupervisorContext.Listener() {
              @Override
              public ReplicaTraffic traffic() {
                return traffic;
              }

              @Override
              public void changed() {
                nudge();
              }

              @Override
              public void gone(String replicaId) {
                replicas.remove(replicaId);
                nudge();
              }
            });
    adopt();
  }

  private Builder trussBuilder(
      Truss truss, ProcessTable table, RuntimeSettings settings, Map<String, String> environment) {
    var session = Launcher.session(environment.getOrDefault("PATH", ""));
    return new TrussBuilder(
        dirs,
        truss,
        new PythonFinder(environment),
        new BuildRunner(environment, settings.builds(), table, session, dirs.root()),
        settings.builds());
  }

  private void adopt() {
    ReplicaFile.removeHalfWritten(dirs);
    var adopting = new ArrayList<Thread>();
    for (var file : ReplicaFile.all(dirs)) {
      adopting.add(Thread.ofVirtual().start(() -> adopt(file)));
    }
    adopting.forEach(LogStore::join);
    replicas.values().forEach(Supervisor::begin);
  }

  private void adopt(ReplicaFile file) {
    var tree = file.tree(supervisorContext.table());
    try {
      logs.open(file.deployment(), file.id());
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("replicaId", file.id())
          .log("cannot open the log of an adopted replica; its output is not captured", e);
    }
    if (tree.leaderAlive()) {
      var supervisor = new Supervisor(supervisorContext, file, null);
      supervisor.adopt();
      replicas.put(file.id(), supervisor);
      return;
    }
    // Its leader is gone, or was started in the moment of a crash: what is left is not adopted.
    ProcessKill.kill(tree, false, Set.of());
    Cgroups.remove(file.leader().cgroup());
    logs.release(file.deployment(), file.id());
    ReplicaFile.remove(dirs, file.id());
  }

  @Override
  public void prepare(Deployment deployment) {
    artifacts.prepare(deployment);
  }

  @Override
  public Build build(String artifact) {
    return artifacts.build(artifact);
  }

  @Override
  public void start(ReplicaSpec spec) {
    if (closed) {
      return;
    }
    var file =
        new ReplicaFile(
            DataDirs.checked(spec.id()),
            DataDirs.checked(spec.deploymentId()),
            spec.launch().paths().readiness(),
            spec.launch().paths().liveness(),
            spec.launch().paths().checks(),
            clock.instant(),
            ReplicaFile.Leader.NONE);
    var made = new Supervisor(supervisorContext, file, spec);
    var before = replicas.putIfAbsent(spec.id(), made);
    if (before == null) {
      made.begin();
      nudge();
    } else {
      before.tell(new Event.Known(spec));
    }
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    var supervisor = replicas.get(replicaId);
    if (supervisor != null) {
      supervisor.tell(new Event.Stop(grace));
    }
  }

  @Override
  public List<Replica> replicas() {
    return replicas.values().stream()
        .map(Supervisor::view)
        .sorted(Comparator.comparing(Replica::startedAt).thenComparing(Replica::id))
        .toList();
  }

  @Override
  public void onChange(Runnable nudge) {
    nudges.add(nudge);
  }

  @Override
  public void judgeBy(ReplicaTraffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public synchronized void remove(Set<String> deployments, Set<String> unused) {
    unused.forEach(this::removeArtifact);
    deployments.forEach(this::forget);
    artifacts.collect();
  }

  private void removeArtifact(String id) {
    try {
      artifacts.remove(id);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("artifact", id)
          .log("cannot delete all files of an artifact; they stay on the disk", e);
    }
  }

  private void forget(String deployment) {
    try {
      logs.forget(deployment);
      DataDirs.delete(dirs.dynamic(deployment));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("deploymentId", deployment)
          .log("cannot delete all logs of a deployment; they stay on the disk", e);
    }
  }

  /// @throws IllegalArgumentException where the query's pattern is no RE2
  @Override
  public LogPage logs(LogQuery query) {
    try {
      return new LogSearch(query).run(dirs);
    } catch (IOException e) {
      throw new RuntimeFailure("cannot read the logs", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    var all = List.copyOf(replicas.values());
    all.forEach(supervisor -> supervisor.tell(new Event.Close()));
    all.forEach(Supervisor::join);
    artifacts.close();
    logs.close();
  }

  /// Ends every replica of a data directory, with no server, also after a crash. A server that runs
  /// on it must be ended before, as it would start them again.
  ///
  /// @param grace how long they are asked before they are killed
  /// @return how many there were
  public static int endAll(Path data, Duration grace) {
    var dirs = new DataDirs(data);
    var table = ProcessTable.ofThisMachine();
    var deadline = NanoClock.now() + grace.toNanos();
    var files = ReplicaFile.all(dirs);
    var ended = new AtomicInteger();
    var ending = new ArrayList<Thread>();
    for (var file : files) {
      ending.add(
          Thread.ofVirtual()
              .start(() -> {
                var tree = file.tree(table);
                if (!tree.members(false).isEmpty()) {
                  ended.incrementAndGet();
                }
                ProcessKill.end(tree, tree.leaderAlive(), () -> deadline);
                Cgroups.remove(file.leader().cgroup());
                ReplicaFile.remove(dirs, file.id());
              }));
    }
    ending.forEach(LogStore::join);
    return ended.get();
  }

  private void nudge() {
    for (var nudge : nudges) {
      try {
        nudge.run();
      } catch (RuntimeException e) {
        // A nudge is a hint: losing it costs one poll, losing the thread would cost a replica.
        LOG.atError().log("a listener for replica changes failed; the next poll tells it", e);
      }
    }
  }
}
