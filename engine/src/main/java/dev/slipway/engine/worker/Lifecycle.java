package dev.slipway.engine.worker;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves a deployment's phase by what its build and its replicas do, one tick at a time.
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Store store;
  private final Runtime runtime;
  private final FirstPromotion first;
  private final Telemetry telemetry;
  private final InstantSource time;

  public Lifecycle(
      Store store, Runtime runtime, FirstPromotion first, Telemetry telemetry, InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.first = first;
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
        DeploymentPhase now = DeploymentMachine.decide(before, seen);
        telemetry.phase(d.id(), before.phase(), now);
        if (now instanceof DeploymentPhase.Live
            && before.phase() instanceof DeploymentPhase.Deploying) {
          works(before);
        }
      }
      return time.instant();
    }
    return deadline;
  }

  /// Gives production what works now where nothing serves there.
  ///
  /// @return when to look again; null: when nudged
  @Nullable Instant promoteFirst() {
    return first.turn() ? time.instant() : null;
  }

  /// One that is in no environment is promoted if it is the first that works. Else it says so: it
  /// takes no requests but those that name it.
  private void works(Deployment d) {
    var p = d.placement();
    var production = new EnvironmentKey(d.modelId(), EnvironmentKey.PRODUCTION);
    if (p.environment() == null && !p.development() && !first.look(production)) {
      LOG.atInfo()
          .addKeyValue("deploymentId", d.id())
          .log(
              "deployment {} is active and in no environment; promote it with: slipway promote {} {}",
              d.name(),
              d.modelId(),
              d.id());
    }
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
