package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.ReplicaTraffic;
import dev.slipway.runtime.log.LogStore;
import dev.slipway.runtime.process.Watch.Event;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that the supervisors of one runtime share: settings, ports, logs and the launcher.
///
/// @param listener told of each change
public record SupervisorContext(
    DataDirs dirs,
    RuntimeSettings settings,
    ProcessTable table,
    Ports ports,
    LogStore logs,
    Launcher launcher,
    Listener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisorContext.class);

  public interface Listener {
    /// What gateways know of the replicas at present.
    ReplicaTraffic traffic();

    /// A replica has changed.
    void changed();

    /// All processes of a replica are gone, and it is not started again.
    void gone(String replicaId);
  }

  void changed() {
    listener.changed();
  }

  /// Starts a process. Its intent is on disk before, so that no crash leaves it unknown.
  Running launch(ReplicaSpec spec, ReplicaFile file, Consumer<Event> events) throws IOException {
    var output = logs.open(file.deployment(), file.id());
    logs.processStarts(file.deployment(), file.id());
    var port = ports.draw();
    var cgroup = "";
    try {
      cgroup = launcher.cgroups().make(file.id(), spec.launch().limits());
      file.with(new ReplicaFile.Leader(0, "", port, false, cgroup)).save(dirs);
      var taken = !Ports.free(spec.launch().serverPort());
      var process = launcher.start(spec, port, output, cgroup);
      var pid = process.pid();
      var birth = table.find(pid).map(ProcessTable.Entry::birth).orElse("");
      var next = file.with(new ReplicaFile.Leader(pid, birth, port, false, cgroup));
      save(next);
      var _ =
          process
              .onExit()
              .thenAccept(ended -> events.accept(new Event.Exited(pid, ended.exitValue())));
      var judge = judge(file, spec.launch().healthChecks(), startup(spec));
      return new Running(next.tree(table), port, port, taken, true, judge);
    } catch (IOException e) {
      ports.giveBack(port);
      Cgroups.remove(cgroup);
      throw e;
    }
  }

  static Duration startup(ReplicaSpec spec) {
    return spec.launch().healthChecks().startup(spec.launch().releaseTimeout());
  }

  /// The judge of a process that starts now.
  HealthJudge judge(ReplicaFile file, HealthChecks checks, Duration startup) {
    var probes = settings.probes();
    var rules =
        new HealthJudge.Rules(
            probes.readiness().failures(),
            probes.liveness().failures(),
            probes.silence().after(),
            probes.silence().look());
    return new HealthJudge(rules, checks, startup, NanoClock.now(), load(file.id()));
  }

  /// What gateways know of a replica now.
  HealthJudge.Load load(String replicaId) {
    var traffic = listener.traffic();
    return new HealthJudge.Load(traffic.inFlight(replicaId), traffic.answered(replicaId));
  }

  /// The state file that [#launch] has written.
  ReplicaFile fileOf(ReplicaFile file, Running process) {
    var cgroup = launcher.cgroups().directory(file.id());
    return file.with(
        new ReplicaFile.Leader(
            process.tree.leader(), process.tree.birth(), process.givenPort, false, cgroup));
  }

  /// A file that cannot be written costs no replica: the mark finds its processes too.
  void save(ReplicaFile file) {
    try {
      file.save(dirs);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("replicaId", file.id())
          .log("cannot write the state file of a replica; it is found by its mark instead", e);
    }
  }

  /// Tells a running replica which environment it serves.
  void tellEnvironment(ReplicaSpec spec) {
    try {
      launcher.tellEnvironment(spec);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("replicaId", spec.id())
          .log("cannot tell a replica the environment that it serves", e);
    }
  }

  /// Gives back what a process that is gone had.
  void release(ReplicaFile file, Running process) {
    ports.giveBack(process.givenPort);
    Cgroups.remove(file.leader().cgroup());
  }

  void gone(ReplicaFile file) {
    logs.release(file.deployment(), file.id());
    ReplicaFile.remove(dirs, file.id());
    listener.gone(file.id());
  }
}
