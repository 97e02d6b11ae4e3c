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
  private final EngineFixture harbor = new EngineFixture();
  private final EnvironmentKey production = EngineFixture.production(harbor.model("m"));
  private final String v1 = asleep();

  private String asleep() {
    harbor.autoscaling(production, new AutoscalingSettings(0, 3, 10, 0, 1, 70, null, 50));
    var deployment = harbor.view(production).current();
    if (deployment == null) {
      throw new AssertionError("nothing serves production");
    }
    for (int i = 0; i < 12; i++) {
      harbor.pass(Duration.ofSeconds(1));
    }
    return deployment.deployment().id();
  }

  private DeploymentStatus status(String deployment) {
    return ok(harbor.engine.deployments().find(production.modelId(), deployment)).status();
  }

  private Target target(String deployment) {
    var target = harbor.routes.table().target(deployment);
    if (target == null) {
      throw new AssertionError(deployment + " is not in the table");
    }
    return target;
  }

  private String promoteByCanary() {
    harbor.settings(
        production, new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 600));
    String v2 = harbor.push(production.modelId());
    ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    harbor.settle();
    return v2;
  }

  @Test
  void theFirstRequestWakesItOnceAndTheRestWait() {
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    assertThat(target(v1).availability()).isEqualTo(Availability.SCALED_TO_ZERO);
    harbor.runtime.notReadyAtOnce();
    harbor.routes.park(v1, 1);
    harbor.settle();
    harbor.routes.park(v1, 2);
    harbor.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.WAKING_UP);
    assertThat(target(v1).availability()).isEqualTo(Availability.WAKING);
    assertThat(harbor.telemetry.wakes()).containsExactly(v1);
    var replica = harbor.replicasOf(v1).getFirst();
    assertThat(harbor.replicasOf(v1)).hasSize(1);
    harbor.runtime.ready(replica.id());
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(target(v1).replicas()).hasSize(1);
  }

  @Test
  void aLostHintCostsOneSample() {
    harbor.routes.demand(v1, new Demand(0, 1, 0, false));
    harbor.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void onceAwakeItIsScaledByWhatWaited() {
    harbor.routes.park(v1, 50);
    harbor.settle();
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.replicasOf(v1)).hasSize(3);
  }

  @Test
  void oneThatDoesNotWakeHasFailedAndSaysWhy() {
    harbor.runtime.notReadyAtOnce();
    harbor.routes.park(v1, 1);
    harbor.settle();
    for (int i = 0; i < 3; i++) {
      harbor.runtime.dies(harbor.replicasOf(v1).getFirst().id(), "out of memory");
    }
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.DEPLOY_FAILED);
    assertThat(target(v1).availability()).isEqualTo(Availability.ABSENT);
    harbor.pass(Duration.ofSeconds(60));
    assertThat(harbor.replicasOf(v1)).as("not tried for ever").isEmpty();
    harbor.runtime.allAtOnce();
    ok(harbor.engine.deployments().retry(production.modelId(), v1, ALICE));
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aKillWhileItWakesLosesNothing() {
    harbor.runtime.notReadyAtOnce();
    harbor.routes.park(v1, 1);
    harbor.settle();
    harbor.restart();
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.WAKING_UP);
    harbor.runtime.ready(harbor.replicasOf(v1).getFirst().id());
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void onlyWhatSleepsIsWoken() {
    ok(harbor.engine.deployments().deactivate(production.modelId(), v1, ALICE));
    harbor.routes.park(v1, 1);
    harbor.pass(Duration.ofSeconds(5));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.INACTIVE);
    assertThat(harbor.telemetry.wakes()).isEmpty();
  }

  @Test
  void aPromoteOfOneThatSleepsWakesIt() {
    String v2 = harbor.push(production.modelId());
    ok(
        harbor
            .engine
            .deployments()
            .autoscaling(
                production.modelId(),
                v2,
                _ -> new AutoscalingSettings(0, 1, 10, 0, 1, 70, null, 50),
                ALICE));
    for (int i = 0; i < 12; i++) {
      harbor.pass(Duration.ofSeconds(1));
    }
    assertThat(status(v2)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    harbor.settle();
    assertThat(harbor.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(v2));
    assertThat(status(v2)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aCanaryWakesAPreviousDeploymentThatSleepsAsSoonAsThereIsDemand() {
    String v2 = promoteByCanary();
    harbor.pass(Duration.ofSeconds(5));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    harbor.routes.busy(v2, 1);
    harbor.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(harbor.replicasOf(v1)).hasSizeGreaterThanOrEqualTo(1);
  }

  @Test
  void aCancelWhileThePreviousDeploymentWakesEndsWhenItCanCarryEverything() {
    String v2 = promoteByCanary();
    harbor.runtime.notReadyAtOnce();
    harbor.routes.park(v1, 3);
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.WAKING_UP);
    var before = harbor.view(production).environment().routing().split();
    assertThat(ok(harbor.engine.promotions().cancel(production, ASKED)).canceled()).isFalse();
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.view(production).environment().routing().split()).isEqualTo(before);
    harbor.runtime.ready(harbor.replicasOf(v1).getFirst().id());
    harbor.settle();
    assertThat(harbor.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(v1));
    assertThat(target(v1).replicas()).hasSize(1);
    assertThat(harbor.replicasOf(v2)).isEmpty();
  }

  @Test
  void aCancelOntoAPreviousDeploymentThatSleepsReturnsAtOnceAndARequestWakesIt() {
    String v2 = promoteByCanary();
    assertThat(ok(harbor.engine.promotions().cancel(production, ASKED)).canceled()).isTrue();
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    assertThat(harbor.replicasOf(v2)).isEmpty();
    harbor.routes.park(v1, 1);
    harbor.settle();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aRaisedMinimumWakesIt() {
    harbor.autoscaling(production, new AutoscalingSettings(2, 3, 10, 0, 1, 70, null, 50));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(harbor.replicasOf(v1)).hasSize(2);
  }
}
