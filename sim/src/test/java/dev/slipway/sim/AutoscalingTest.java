package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Replicas follow demand; a promotion keeps what it needs.
class AutoscalingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int WINDOW = 10;
  private static final int DELAY = 20;

  private final EngineFixture engineFixture = new EngineFixture();
  private final EnvironmentKey production = EngineFixture.production(engineFixture.model("m"));
  private final String v1 = current();

  private String current() {
    engineFixture.settle();
    var deployment = engineFixture.view(production).current();
    if (deployment == null) {
      throw new AssertionError("nothing serves production");
    }
    return deployment.deployment().id();
  }

  /// Two requests in flight a replica; half of the replicas at a time.
  private void scale(int min, int max) {
    var settings = new AutoscalingSettings(min, max, WINDOW, DELAY, 4, 50, null, 50);
    engineFixture.autoscaling(production, settings);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      engineFixture.pass(SECOND);
    }
  }

  private int replicas(String deployment) {
    return engineFixture.replicasOf(deployment).size();
  }

  private DeploymentStatus status(String deployment) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), deployment)).status();
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
  void replicasAreAddedAtTheNextSampleAndNeverMoreThanTheMaximum() {
    scale(1, 6);
    engineFixture.routes.busy(v1, 8);
    pass(1);
    assertThat(replicas(v1)).as("the average over what was sampled so far").isBetween(2, 4);
    pass(WINDOW);
    assertThat(replicas(v1)).isEqualTo(4);
    engineFixture.routes.busy(v1, 80);
    pass(WINDOW);
    assertThat(replicas(v1)).isEqualTo(6);
  }

  @Test
  void replicasAreRemovedByTheRateAfterEachDelay() {
    scale(1, 6);
    engineFixture.routes.busy(v1, 80);
    pass(WINDOW);
    engineFixture.routes.busy(v1, 0);
    pass(WINDOW);
    assertThat(replicas(v1)).isEqualTo(6);
    pass(DELAY);
    assertThat(replicas(v1)).isEqualTo(3);
    pass(DELAY - 1);
    assertThat(replicas(v1)).isEqualTo(3);
    pass(1 + DELAY);
    assertThat(replicas(v1)).isEqualTo(1);
    pass(10 * DELAY);
    assertThat(replicas(v1)).as("its minimum").isEqualTo(1);
  }

  @Test
  void aRestartKeepsCapacityLongerNeverShorter() {
    scale(1, 6);
    engineFixture.routes.busy(v1, 80);
    pass(WINDOW);
    engineFixture.routes.busy(v1, 0);
    pass(WINDOW + DELAY - 1);
    assertThat(replicas(v1)).isEqualTo(6);
    engineFixture.restart();
    pass(DELAY - 1);
    assertThat(replicas(v1)).isEqualTo(6);
    pass(2);
    assertThat(replicas(v1)).isEqualTo(3);
  }

  @Test
  void theLastReplicaGoesAfterAWholeDelayWithoutARequest() {
    scale(0, 6);
    pass(DELAY - 2);
    // It came and went between two samples.
    engineFixture.routes.demand(v1, new Demand(0, 0, 1, false));
    pass(DELAY);
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
    pass(2);
    assertThat(replicas(v1)).isZero();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
  }

  @Test
  void whatIsInFlightKeepsTheLastReplica() {
    scale(0, 6);
    engineFixture.routes.busy(v1, 1);
    pass(10 * (WINDOW + DELAY));
    assertThat(replicas(v1)).isEqualTo(1);
  }

  @Test
  void aFreshDeploymentStartsWithOneReplicaAndStaysUntilItsDelayHasPassed() {
    engineFixture.runtime.notReadyAtOnce();
    String fresh = engineFixture.push(production.modelId());
    engineFixture.settle();
    assertThat(status(fresh)).isEqualTo(DeploymentStatus.LOADING_MODEL);
    engineFixture.pass(Duration.ofMinutes(4));
    assertThat(status(fresh)).isEqualTo(DeploymentStatus.LOADING_MODEL);
    engineFixture.replicasOf(fresh).forEach(r -> engineFixture.runtime.ready(r.id()));
    engineFixture.settle();
    assertThat(status(fresh)).isEqualTo(DeploymentStatus.ACTIVE);
    int delay = AutoscalingSettings.DEFAULT.scaleDownDelay();
    pass(delay - 1);
    assertThat(status(fresh)).isEqualTo(DeploymentStatus.ACTIVE);
    pass(2);
    assertThat(status(fresh)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
  }

  @Test
  void newLimitsHoldAtTheNextSample() {
    scale(1, 6);
    engineFixture.routes.busy(v1, 80);
    pass(WINDOW);
    scale(1, 2);
    pass(1);
    assertThat(replicas(v1)).isEqualTo(2);
    scale(4, 4);
    pass(1);
    assertThat(replicas(v1)).isEqualTo(4);
  }

  @Test
  void theReplicasOfAllDeploymentsAreToldToTheMetrics() {
    scale(2, 6);
    pass(1);
    assertThat(engineFixture.telemetry.sizes())
        .anySatisfy(size -> {
          assertThat(size.deploymentId()).isEqualTo(v1);
          assertThat(size.desired()).isEqualTo(2);
          assertThat(size.ready()).isEqualTo(2);
        });
  }

  @Test
  void aCanaryKeepsThePreviousDeploymentAbleToTakeEverythingBack() {
    scale(1, 8);
    engineFixture.routes.busy(v1, 8);
    pass(2 * WINDOW);
    assertThat(replicas(v1)).isEqualTo(4);
    String v2 = promoteByCanary();
    // By and by all traffic is the candidate's, and there is more of it.
    engineFixture.routes.busy(v1, 0);
    engineFixture.routes.busy(v2, 12);
    pass(WINDOW + 2 * DELAY);
    assertThat(engineFixture.view(production).promotion()).isNotNull();
    assertThat(replicas(v1)).as("sized by both sides' demand").isEqualTo(6);
    assertThat(replicas(v2)).as("sized by its own").isEqualTo(6);
    engineFixture.routes.busy(v2, 0);
    pass(WINDOW + 8 * DELAY);
    assertThat(engineFixture.view(production).promotion()).isNotNull();
    assertThat(replicas(v1)).as("its size at the start").isEqualTo(4);
    assertThat(replicas(v2)).as("what its promotion waited for").isEqualTo(1);
  }

  @Test
  void aRollingPromotionIsSizedByBothSidesDemandAlsoWhileItIsPaused() {
    scale(2, 8);
    engineFixture.routes.busy(v1, 8);
    pass(2 * WINDOW);
    assertThat(replicas(v1)).isEqualTo(4);
    var quarters = new RollingConfig(25, 0, 3600, 0);
    engineFixture.settings(
        production,
        new PromotionSettings(false, true, Cleanup.SCALE_TO_ZERO, quarters, false, 600));
    String v2 = engineFixture.push(production.modelId());
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.settle();
    pass(1);
    assertThat(replicas(v1) + replicas(v2)).isEqualTo(4);
    engineFixture.routes.busy(v1, 12);
    engineFixture.routes.busy(v2, 4);
    pass(2 * WINDOW);
    assertThat(replicas(v1) + replicas(v2)).isEqualTo(8);
    ok(engineFixture.engine.promotions().signal(production, new Command.Pause(), ASKED));
    engineFixture.settle();
    engineFixture.routes.busy(v1, 0);
    engineFixture.routes.busy(v2, 0);
    pass(2 * WINDOW + DELAY);
    assertThat(replicas(v1) + replicas(v2)).isEqualTo(4);
    pass(10 * DELAY);
    assertThat(replicas(v1) + replicas(v2)).as("the minimum").isEqualTo(2);
    assertThat(replicas(v1)).as("a side that takes part has one").isEqualTo(1);
  }

  @Test
  void aCancelledCandidateIsNeverScaledAgain() {
    scale(1, 8);
    String v2 = promoteByCanary();
    engineFixture.routes.confirm(false);
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.routes.busy(v2, 50);
    pass(WINDOW);
    assertThat(replicas(v2)).as("while RAMPING_DOWN").isEqualTo(1);
    engineFixture.routes.confirm(true);
    pass(10 * DELAY);
    assertThat(replicas(v2)).as("cleaned up, and left so").isZero();
    assertThat(status(v2)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
  }

  @Test
  void whatDemandHasAddedToACandidateStaysWhenItBecomesCurrent() {
    scale(1, 8);
    String v2 = promoteByCanary();
    engineFixture.routes.busy(v2, 12);
    pass(600);
    assertThat(engineFixture.view(production).promotion()).isNull();
    assertThat(current()).isEqualTo(v2);
    assertThat(replicas(v2)).isEqualTo(6);
  }
}
