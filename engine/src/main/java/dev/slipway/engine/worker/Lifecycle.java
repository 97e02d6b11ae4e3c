package dev.slipway.engine.worker;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Moves a deployment's phase by what its build and its replicas do, one tick at a time.
public final class Lifecycle {
  private final Store store;
  private final Runtime runtime;
  private final Telemetry telemetry;
  private final InstantSource time;

  public Lifecycle(Store store, Runtime runtime, Telemetry telemetry, InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// @return when to look again without being nudged; null: when nudged
  @Nullable Instant tick(Deployment d, ReplicaCounts sight) {
    Instant deadline =
        switch (d.phase()) {
          case DeploymentPhase.Building b -> b.deadline();
          case DeploymentPhase.Deploying s -> s.deadline();
          case DeploymentPhase.Waking w -> DeploymentMachine.wakingDeadline(d, w);
          case DeploymentPhase.Live _,
              DeploymentPhase.Inactive _,
              DeploymentPhase.BuildFailed _,
              DeploymentPhase.DeployFailed _ ->
              null;
        };
    if (deadline == null) {
      return null;
    }
    Build build = runtime.build(d.source().artifact());
    if (build instanceof Build.Pending) {
      runtime.prepare(d);
    }
    var seen = seen(d, sight, build);
    if (!DeploymentMachine.decide(d, seen).equals(d.phase())) {
      Deployment before = store.transact(tx -> commit(tx, d.id(), seen));
      if (before != null) {
        telemetry.phase(d.id(), before.phase(), DeploymentMachine.decide(before, seen));
      }
      return time.instant();
    }
    return deadline;
  }

  private DeploymentMachine.Seen seen(Deployment d, ReplicaCounts sight, Build build) {
    var counts = sight.of(d.id());
    return new DeploymentMachine.Seen(
        time.instant(), build, counts.ready(), counts.failedStarts(), counts.lastFailure());
  }

  /// Decides again on what is written now: a command may have come in between.
  ///
  /// @return the deployment before; null: nothing was written
  private static @Nullable Deployment commit(Store.Tx tx, String id, DeploymentMachine.Seen seen) {
    Deployment d = tx.deployments().find(id);
    if (d == null) {
      return null;
    }
    DeploymentPhase next = DeploymentMachine.decide(d, seen);
    if (next.equals(d.phase())) {
      return null;
    }
    tx.deployments().update(d.withPhase(next));
    return d;
  }
}
