package dev.slipway.engine.port.runtime;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The port to what runs replicas. Every call is idempotent and, but for [#remove], returns at
/// once; what became of it is seen in [#replicas] and [#build], and [#onChange] tells when to look.
public interface Runtime extends AutoCloseable {
  /// How long a replica may take to end by itself once it was asked to.
  Duration STOP_GRACE = Duration.ofSeconds(10);

  /// How long neither a probe nor a request is answered before a replica counts as silent.
  Duration SILENCE = Duration.ofSeconds(30);

  /// Prepares the artifact of a deployment: unpacks its archive, where it has one, into its own
  /// directory. A broken artifact is prepared again.
  void prepare(Deployment deployment);

  /// How far an artifact is. An unknown one is pending.
  Build build(String artifact);

  /// Starts a replica, restarts it with growing delays when it ends, until it is stopped. A replica
  /// that runs already under this id is left alone, and told what is said here: its secrets, for
  /// the next start, and the environment it serves.
  void start(ReplicaSpec spec);

  /// Ends a replica: asks, waits for `grace`, then kills. An unknown one is nothing to do.
  void stop(String replicaId, Duration grace);

  /// All replicas there are, also adopted ones, in order of their start.
  List<Replica> replicas();

  /// `nudge` is called after each change of [#replicas] or [#build], on any thread, without locks
  /// held.
  void onChange(Runnable nudge);

  /// Hands over what gateways know of the replicas, before any request is sent. Until then the
  /// runtime judges a replica by its probes alone.
  void judgeBy(ReplicaTraffic traffic);

  /// Removes what is kept of deployments, such as their logs, and artifacts, also those that are
  /// being built, before it returns. Unknown ones are nothing to do.
  void remove(Set<String> deployments, Set<String> artifacts);

  /// The captured logs of some deployments.
  LogPage logs(LogQuery query);

  /// Ends what observes the replicas. The replicas themselves are stopped by then, or are left
  /// running to be adopted at the next start.
  @Override
  void close();
}
