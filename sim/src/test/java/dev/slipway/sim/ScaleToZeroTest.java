package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A deployment at zero wakes when it is asked for, once, or says why it cannot.
class ScaleToZeroTest {
  private final EngineFixture engineFixture = new EngineFixture();
  private final EnvironmentKey production = EngineFixture.production(engineFixture.model("m"));
  private final String v1 = asleep();

  private String asleep() {
    engineFixture.autoscaling(production, new AutoscalingSettings(0, 3, 10, 0, 1, 70, null, 50));
    var deployment = engineFixture.view(production).current();
    if (deployment == null) {
      throw new AssertionError("nothing serves production");
    }
    for (int i = 0; i < 12; i++) {
      engineFixture.pass(Duration.ofSeconds(1));
    }
    return deployment.deployment().id();
  }

  private DeploymentStatus status(String deployment) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), deployment)).status();
  }

  private Target target(String deployment) {
    var target = engineFixture.routes.table().target(deployment);
    if (target == null) {
      throw new AssertionError(deployment + " is not in the table");
    }
    return target;
  }

  private String promoteByCanary() {
    engineFixture.settings(
        production, new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 600));
    String v2 = engineFixture.push(production.modelId());
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.settle();
    return v2;
  }

  @Test
  void theFirstRequestWakesItOnceAndTheRestWait() {
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    assertThat(target(v1).availability()).isEqualTo(Availability.SCALED_TO_ZERO);
    engineFixture.runtime.notReadyAtOnce();
    engineFixture.routes.park(v1, 1);
    engineFixture.settle();
    engineFixture.routes.park(v1, 2);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.WAKING_UP);
    assertThat(target(v1).availability()).isEqualTo(Availability.WAKING);
    assertThat(engineFixture.telemetry.wakes()).containsExactly(v1);
    var replica = engineFixture.replicasOf(v1).getFirst();
    assertThat(engineFixture.replicasOf(v1)).hasSize(1);
    engineFixture.runtime.ready(replica.id());
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(target(v1).replicas()).hasSize(1);
  }

  @Test
  void aLostHintCostsOneSample() {
    engineFixture.routes.demand(v1, new Demand(0, 1, 0, false));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void onceAwakeItIsScaledByWhatWaited() {
    engineFixture.routes.park(v1, 50);
    engineFixture.settle();
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(v1)).hasSize(3);
  }

  @Test
  void oneThatDoesNotWakeHasFailedAndSaysWhy() {
    engineFixture.runtime.notReadyAtOnce();
    engineFixture.routes.park(v1, 1);
    engineFixture.settle();
    for (int i = 0; i < 3; i++) {
      engineFixture.runtime.dies(engineFixture.replicasOf(v1).getFirst().id(), "out of memory");
    }
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.DEPLOY_FAILED);
    assertThat(target(v1).availability()).isEqualTo(Availability.ABSENT);
    engineFixture.pass(Duration.ofSeconds(60));
    assertThat(engineFixture.replicasOf(v1)).as("not tried for ever").isEmpty();
    engineFixture.runtime.allAtOnce();
    ok(engineFixture.engine.deployments().retry(production.modelId(), v1, ALICE));
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aKillWhileItWakesLosesNothing() {
    engineFixture.runtime.notReadyAtOnce();
    engineFixture.routes.park(v1, 1);
    engineFixture.settle();
    engineFixture.restart();
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.WAKING_UP);
    engineFixture.runtime.ready(engineFixture.replicasOf(v1).getFirst().id());
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void onlyWhatSleepsIsWoken() {
    ok(engineFixture.engine.deployments().deactivate(production.modelId(), v1, ALICE));
    engineFixture.routes.park(v1, 1);
    engineFixture.pass(Duration.ofSeconds(5));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.INACTIVE);
    assertThat(engineFixture.telemetry.wakes()).isEmpty();
  }

  @Test
  void aPromoteOfOneThatSleepsWakesIt() {
    String v2 = engineFixture.push(production.modelId());
    ok(
        engineFixture
            .engine
            .settings()
            .autoscaling(
                production.modelId(),
                v2,
                _ -> new AutoscalingSettings(0, 1, 10, 0, 1, 70, null, 50),
                ALICE));
    for (int i = 0; i < 12; i++) {
      engineFixture.pass(Duration.ofSeconds(1));
    }
    assertThat(status(v2)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.settle();
    assertThat(engineFixture.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(v2));
    assertThat(status(v2)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aCanaryWakesAPreviousDeploymentThatSleepsAsSoonAsThereIsDemand() {
    String v2 = promoteByCanary();
    engineFixture.pass(Duration.ofSeconds(5));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    engineFixture.routes.busy(v2, 1);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(engineFixture.replicasOf(v1)).hasSizeGreaterThanOrEqualTo(1);
  }

  @Test
  void aCancelWhileThePreviousDeploymentWakesEndsWhenItCanCarryEverything() {
    String v2 = promoteByCanary();
    engineFixture.runtime.notReadyAtOnce();
    engineFixture.routes.park(v1, 3);
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.WAKING_UP);
    var before = engineFixture.view(production).environment().routing().split();
    assertThat(ok(engineFixture.engine.promotions().cancel(production, ASKED)).canceled())
        .isFalse();
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.view(production).environment().routing().split()).isEqualTo(before);
    engineFixture.runtime.ready(engineFixture.replicasOf(v1).getFirst().id());
    engineFixture.settle();
    assertThat(engineFixture.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(v1));
    assertThat(target(v1).replicas()).hasSize(1);
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  @Test
  void aCancelOntoAPreviousDeploymentThatSleepsReturnsAtOnceAndARequestWakesIt() {
    String v2 = promoteByCanary();
    assertThat(ok(engineFixture.engine.promotions().cancel(production, ASKED)).canceled()).isTrue();
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
    engineFixture.routes.park(v1, 1);
    engineFixture.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aRaisedMinimumWakesIt() {
    engineFixture.autoscaling(production, new AutoscalingSettings(2, 3, 10, 0, 1, 70, null, 50));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(engineFixture.replicasOf(v1)).hasSize(2);
  }
}
