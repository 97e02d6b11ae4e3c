package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.because;
import static dev.slipway.sim.EngineFixture.ok;
import static dev.slipway.sim.EngineFixture.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a promote call and an environment's settings decide: copies, instance types, clean-up.
class PromotionTermsTest extends ProductionTest {
  @BeforeEach
  void aSecondHasPassed() {
    engineFixture.pass(Duration.ofSeconds(1));
  }

  @Test
  void aDeploymentThatBelongsToNoEnvironmentIsPromotedItself() {
    assertThat(promote(v2, PromoteOptions.DEFAULT).id()).isEqualTo(v2);
  }

  @Test
  void aRunningReplicaIsToldWhichEnvironmentItsDeploymentIsPromotedTo() {
    var replica =
        engineFixture.runtime.replicas().stream()
            .filter(r -> r.deploymentId().equals(v2))
            .findFirst()
            .orElseThrow();
    assertThat(engineFixture.runtime.told()).doesNotContainKey(replica.id());
    promote(v2, PromoteOptions.DEFAULT);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.runtime.told()).containsEntry(replica.id(), "production");
  }

  @Test
  void redeployOnPromotionPromotesACopyThatSharesTheArtifactAndIsNamedAfterItsSource() {
    engineFixture.settings(production, settings(true, Cleanup.SCALE_TO_ZERO));
    Deployment copy = promote(v2, PromoteOptions.DEFAULT);
    assertThat(copy.id()).isNotEqualTo(v2);
    assertThat(copy.source().artifact()).isEqualTo(v2);
    assertThat(copy.name()).matches("deployment-2\\.\\d+");
  }

  @Test
  void theCurrentDeploymentIsPromotedAgainAsACopy() {
    assertThat(promote(v1, PromoteOptions.DEFAULT).id()).isNotEqualTo(v1);
  }

  @Test
  void anotherInstanceTypeMakesACopyOnTheEnvironmentsTypeUnlessItIsOverridden() {
    String big = pushBig();
    Deployment kept = promote(big, PromoteOptions.DEFAULT);
    assertThat(kept.id()).isNotEqualTo(big);
    assertThat(kept.placement().instanceType()).isEqualTo("1x2");
    engineFixture.pass(Duration.ofSeconds(1));

    Deployment taken = promote(big, new PromoteOptions(true, false));
    assertThat(taken.id()).isEqualTo(big);
    assertThat(engineFixture.view(production).environment().settings().instanceType())
        .isEqualTo("4x16");
  }

  @Test
  void theCleanupStrategySaysWhatBecomesOfThePreviousDeployment() {
    engineFixture.settings(production, settings(false, Cleanup.DEACTIVATE));
    promote(v2, PromoteOptions.DEFAULT);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(status(v1)).isEqualTo(DeploymentStatus.INACTIVE);
    assertThat(engineFixture.replicasOf(v1)).isEmpty();
  }

  @Test
  void keepLeavesThePreviousDeploymentRunningOutsideTheEnvironment() {
    engineFixture.settings(production, settings(false, Cleanup.KEEP));
    promote(v2, PromoteOptions.DEFAULT);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(v1)).hasSize(1);
    assertThat(find(v1).placement().environment()).isNull();
  }

  @Test
  void notScalingDownThePreviousDeploymentWinsOverTheStrategy() {
    engineFixture.settings(production, settings(false, Cleanup.SCALE_TO_ZERO));
    promote(v2, new PromoteOptions(false, true));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(v1)).hasSize(1);
    assertThat(status(v1)).isEqualTo(DeploymentStatus.ACTIVE);
  }

  @Test
  void theCandidateTakesTheEnvironmentsAutoscaling() {
    ok(
        engineFixture
            .engine
            .environments()
            .update(
                production,
                s ->
                    new Environment.Settings(
                        new AutoscalingSettings(2, 3, 60, 900, 1, 70, null, 50),
                        s.promotion(),
                        s.instanceType(),
                        s.backpressure()),
                ALICE));
    promote(v2, PromoteOptions.DEFAULT);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(v2)).hasSize(2);
    assertThat(requireNonNull(engineFixture.latest(production)).terms().requiredReady())
        .isEqualTo(2);
  }

  @Test
  void whatTakesPartInAPromotionCanNeitherBeDeactivatedNorDeleted() {
    var ramp = new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);
    engineFixture.settings(production, ramp);
    promote(v2, PromoteOptions.DEFAULT);
    var deployments = engineFixture.engine.deployments();
    for (String side : List.of(v1, v2)) {
      assertThat(refused(deployments.deactivate(production.modelId(), side, ALICE)))
          .contains("takes part in the promotion");
      assertThat(refused(deployments.delete(production.modelId(), side, ALICE)))
          .contains("takes part in the promotion");
    }
    assertThat(requireNonNull(engineFixture.latest(production)).state())
        .isInstanceOf(PromotionState.RampingUp.class);
  }

  @Test
  void theCurrentDeploymentOfAnEnvironmentCannotBeDeleted() {
    assertThat(refused(engineFixture.engine.deployments().delete(production.modelId(), v1, ALICE)))
        .contains("is the current deployment of environment production");
  }

  @Test
  void anInactiveDeploymentIsNotRoutedAndNotPromoted() {
    ok(engineFixture.engine.deployments().deactivate(production.modelId(), v2, ALICE));
    engineFixture.runtime.slowStops();
    engineFixture.turn();
    assertThat(requireNonNull(engineFixture.routes.table().target(v2)).replicas()).isEmpty();
    assertThat(
            refused(
                engineFixture
                    .engine
                    .promotions()
                    .promote(production, v2, PromoteOptions.DEFAULT, ASKED)))
        .contains("Activate it before it is promoted");
  }

  @Test
  void aCancelIsAuditedAsTheControlActionThatItIs() {
    var ramp = new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);
    engineFixture.settings(production, ramp);
    promote(v2, PromoteOptions.DEFAULT);
    ok(engineFixture.engine.promotions().cancel(production, because("too slow")));
    var entry =
        engineFixture.store.read(tx -> tx.audit().newest(production.modelId(), 1)).getFirst();
    assertThat(entry.event())
        .isInstanceOfSatisfying(
            AuditEvent.PromotionControlled.class,
            e -> {
              assertThat(e.action()).isEqualTo(LineKind.GRACEFUL_CANCEL);
              assertThat(e.reason()).isEqualTo("too slow");
              assertThat(e.environment()).isEqualTo("production");
            });
    assertThat(entry.actor()).isEqualTo(ALICE);
  }

  @Test
  void deletingAnEnvironmentScalesItsDeploymentToZero() {
    var staging = new EnvironmentKey(production.modelId(), "staging");
    ok(engineFixture.engine.environments().create(staging, s -> s, ALICE));
    ok(engineFixture.engine.promotions().promote(staging, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(1));
    ok(engineFixture.engine.environments().delete(staging, ALICE));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
    assertThat(status(v2)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
  }

  private Deployment promote(String id, PromoteOptions options) {
    var promotion = ok(engineFixture.engine.promotions().promote(production, id, options, ASKED));
    return ok(engineFixture
            .engine
            .deployments()
            .find(production.modelId(), promotion.sides().candidate()))
        .deployment();
  }

  private String pushBig() {
    var small = EngineFixture.deployment();
    var launch = small.launch();
    var big =
        new LaunchSpec(
            launch.serving(),
            launch.paths(),
            launch.environment(),
            launch.secrets(),
            new LaunchSpec.Limits(4, 4000, 8192),
            launch.releaseTimeout());
    var wanted = EngineFixture.deployment(big);
    var created = ok(engineFixture.engine.models().push(production.modelId(), wanted, ALICE));
    engineFixture.pass(Duration.ofSeconds(1));
    return created.deployment().deployment().id();
  }

  private static PromotionSettings settings(boolean redeploy, Cleanup cleanup) {
    return new PromotionSettings(redeploy, false, cleanup, null, false, 600);
  }

  private Deployment find(String id) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), id)).deployment();
  }

  private DeploymentStatus status(String id) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), id)).status();
  }
}
