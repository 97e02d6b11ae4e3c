package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.testkit.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/// What people do to deployments between promotions.
class UpkeepTest {
  private static final AutoscalingSettings THREE =
      new AutoscalingSettings(3, 5, 60, 900, 1, 70, null, 50);

  private final EngineFixture engineFixture = new EngineFixture();

  @Test
  void aChangeOfTheRampLeavesTheReplicasOfADeploymentAlone() {
    var production = EngineFixture.production(engineFixture.model("digits"));
    engineFixture.settle();
    String v1 = requireNonNull(engineFixture.view(production).current()).deployment().id();
    ok(engineFixture.engine.settings().autoscaling(production.modelId(), v1, _ -> THREE, ALICE));
    engineFixture.settle();
    assertThat(engineFixture.replicasOf(v1)).hasSize(3);

    engineFixture.settings(production, PromotionSettings.DEFAULT);
    var ramp = PromotionSettings.DEFAULT;
    engineFixture.settings(
        production,
        new PromotionSettings(ramp.redeployOnPromotion(), false, ramp.cleanup(), null, true, 100));
    assertThat(engineFixture.replicasOf(v1)).hasSize(3);
  }

  @Test
  void aRetryThatIsCommittedFindsItsArtifactBuildingAndNotBrokenAsItWas() {
    String id = broken();
    String model =
        engineFixture.store.read(tx -> requireNonNull(tx.deployments().find(id)).modelId());
    // The moment right after the commit, in which the worker may look.
    engineFixture.store.crashAt(engineFixture.store.writes() + 1, true);
    assertThatThrownBy(() -> engineFixture.engine.deployments().retry(model, id, ALICE))
        .isInstanceOf(MemoryStore.Crash.class);
    assertThat(engineFixture.runtime.build(id)).isNotInstanceOf(Build.Broken.class);
  }

  @Test
  void activatingADeploymentWhoseBuildFailedBuildsItAgain() {
    String id = broken();
    String model =
        engineFixture.store.read(tx -> requireNonNull(tx.deployments().find(id)).modelId());
    ok(engineFixture.engine.deployments().activate(model, id, ALICE));
    engineFixture.settle();
    assertThat(ok(engineFixture.engine.deployments().find(model, id)).status())
        .isEqualTo(DeploymentStatus.ACTIVE);
  }

  private String broken() {
    var created =
        ok(
            engineFixture
                .engine
                .models()
                .create("m", "team", false, EngineFixture.deployment(), ALICE));
    String id = created.deployment().deployment().id();
    engineFixture.runtime.broken(id, "no archive");
    engineFixture.settle();
    assertThat(
            ok(engineFixture.engine.deployments().find(created.model().model().id(), id)).status())
        .isEqualTo(DeploymentStatus.BUILD_FAILED);
    return id;
  }
}
