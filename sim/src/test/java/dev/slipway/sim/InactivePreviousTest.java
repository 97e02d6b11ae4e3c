package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.because;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.testkit.fake.FakeRuntime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A cancel toward a deployment that an operator deactivated before the promotion began.
class InactivePreviousTest extends ProductionTest {
  private FakeRuntime runtime;

  @BeforeEach
  void aCanaryOverADeploymentThatWasDeactivated() {
    runtime = engineFixture.runtime;
    engineFixture.settings(
        production, new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 600));
    ok(engineFixture.engine.deployments().deactivate(production.modelId(), v1, ALICE));
    engineFixture.settle();
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(90));
    assertThat(share()).isPositive();
    runtime.notReadyAtOnce();
  }

  @Test
  void activatesItAndGivesItTheTrafficOnceItIsReady() {
    int before = share();
    assertThat(ok(engineFixture.engine.promotions().cancel(production, because(""))).canceled())
        .isFalse();
    engineFixture.settle();
    assertThat(share()).as("the candidate is the only side that serves").isEqualTo(before);
    assertThat(state()).isInstanceOf(PromotionState.Returning.class);
    assertThat(status(v1)).isEqualTo(DeploymentStatus.LOADING_MODEL);

    engineFixture.replicasOf(v1).forEach(r -> runtime.ready(r.id()));
    engineFixture.settle();
    assertThat(engineFixture.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(v1));
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void aCandidateThatDiesHoldsNothingUp() {
    ok(engineFixture.engine.promotions().cancel(production, because("")));
    engineFixture.settle();
    engineFixture.replicasOf(v2).forEach(r -> runtime.unhealthy(r.id()));
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  @Test
  void staysWithTheCandidateWhereItCannotBeActivatedUntilItIsForced() {
    int before = share();
    ok(engineFixture.engine.promotions().cancel(production, because("")));
    engineFixture.settle();
    for (int i = 0; i < 3; i++) {
      engineFixture.replicasOf(v1).forEach(r -> runtime.dies(r.id(), "no such file"));
    }
    engineFixture.settle();
    engineFixture.pass(Duration.ofHours(2));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.DEPLOY_FAILED);
    assertThat(share()).isGreaterThanOrEqualTo(before);
    assertThat(state()).isInstanceOf(PromotionState.Returning.class);
    ok(
        engineFixture
            .engine
            .promotions()
            .signal(production, new Command.ForceCancel(), because("")));
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  @Test
  void aForcedCancelGoesAtOnce() {
    ok(
        engineFixture
            .engine
            .promotions()
            .signal(production, new Command.ForceCancel(), because("")));
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
    assertThat(status(v1)).as("as the operator left it").isEqualTo(DeploymentStatus.INACTIVE);
  }

  private int share() {
    return engineFixture.view(production).environment().routing().split().percentTo(v2);
  }

  private PromotionState state() {
    return requireNonNull(engineFixture.latest(production)).state();
  }

  private DeploymentStatus status(String id) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), id)).status();
  }
}
