package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.port.runtime.Replica;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A replica that an operator ends.
class TerminatedReplicaTest extends ProductionTest {
  @Test
  void theOnlyOneIsWaitedForAsAfterAWakeFromZero() {
    engineFixture.runtime.notReadyAtOnce();
    String only = replicas().getFirst().id();
    terminate(only);
    assertThat(target().replicas()).as("given nothing any more").isEmpty();
    assertThat(target().availability()).isEqualTo(Availability.WAKING);
    engineFixture.settle();
    assertThat(status()).isEqualTo(DeploymentStatus.WAKING_UP);
    assertThat(engineFixture.runtime.stopped()).contains(only);
    String next = replicas().getFirst().id();
    assertThat(next).isNotEqualTo(only);

    engineFixture.runtime.ready(next);
    engineFixture.settle();
    assertThat(status()).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(target().replicas()).hasSize(1);
  }

  @Test
  void oneOfTwoLeavesTheOtherToServe() {
    engineFixture.autoscaling(production, new AutoscalingSettings(2, 2, 60, 900, 1, 70, null, 50));
    engineFixture.runtime.notReadyAtOnce();
    assertThat(replicas()).hasSize(2);
    terminate(replicas().getFirst().id());
    engineFixture.settle();
    assertThat(status()).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(target().availability()).isEqualTo(Availability.UP);
    assertThat(target().replicas()).hasSize(1);
    assertThat(replicas()).as("another one takes its place").hasSize(2);
  }

  @Test
  void oneOfADeactivatedDeploymentWakesNothing() {
    engineFixture.runtime.slowStops();
    String only = replicas().getFirst().id();
    ok(engineFixture.engine.deployments().deactivate(production.modelId(), v1, ALICE));
    terminate(only);
    engineFixture.settle();
    assertThat(status()).isIn(DeploymentStatus.DEACTIVATING, DeploymentStatus.INACTIVE);
  }

  private void terminate(String replica) {
    assertThat(
            ok(
                engineFixture
                    .engine
                    .deployments()
                    .terminateReplica(production.modelId(), v1, replica, ALICE)))
        .isTrue();
  }

  private List<Replica> replicas() {
    return engineFixture.replicasOf(v1);
  }

  private Target target() {
    return requireNonNull(engineFixture.routes.table().target(v1));
  }

  private DeploymentStatus status() {
    return ok(engineFixture.engine.deployments().find(production.modelId(), v1)).status();
  }
}
