package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.because;
import static dev.slipway.sim.EngineFixture.ok;
import static dev.slipway.sim.EngineFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.InvalidSetting;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.catalog.DeploymentSettings;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is set on the deployment that serves an environment is the environment's.
class ServingSettingsTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 600);

  private final EngineFixture engineFixture = new EngineFixture();
  private EnvironmentKey production = new EnvironmentKey("", "");
  private String v1 = "";
  private String v2 = "";

  @BeforeEach
  void aModelInProductionAndAFurtherDeployment() {
    var created = engineFixture.model("m");
    production = EngineFixture.production(created);
    v1 = created.deployment().deployment().id();
    v2 = engineFixture.push(production.modelId());
    engineFixture.settings(production, CANARY);
  }

  @Test
  void theEnvironmentHasThemAtOnceAndTheNextPromotionTakesThemOn() {
    assertThat(scale(v1, 2, 5).environment()).isEqualTo("production");
    assertThat(environmentHas()).isEqualTo(scaled(2, 5));
    assertThat(engineFixture.replicasOf(v1)).hasSize(2);
    promote(v2);
    assertThat(deployment(v2).placement().autoscaling()).isEqualTo(scaled(2, 5));
    theCanaryEnds();
    assertThat(engineFixture.view(production).environment().current()).isEqualTo(v2);
    assertThat(deployment(v2).placement().autoscaling()).isEqualTo(scaled(2, 5));
    assertThat(environmentHas()).isEqualTo(scaled(2, 5));
  }

  @Test
  void duringAPromotionTheyReachTheCandidateToo() {
    promote(v2);
    scale(v1, 2, 6);
    assertThat(environmentHas()).isEqualTo(scaled(2, 6));
    assertThat(deployment(v2).placement().autoscaling()).isEqualTo(scaled(2, 6));
  }

  @Test
  void whatIsSetOnACandidateIsTheEnvironmentsOnceItServes() {
    promote(v2);
    assertThat(scale(v2, 3, 7).environment()).as("it serves none yet").isNull();
    assertThat(environmentHas()).isEqualTo(AutoscalingSettings.DEFAULT);
    assertThat(deployment(v1).placement().autoscaling()).isEqualTo(AutoscalingSettings.DEFAULT);
    theCanaryEnds();
    assertThat(engineFixture.view(production).environment().current()).isEqualTo(v2);
    assertThat(environmentHas()).isEqualTo(scaled(3, 7));
  }

  @Test
  void aCancelLeavesTheEnvironmentWithoutWhatWasSetOnTheCandidate() {
    promote(v2);
    scale(v2, 3, 7);
    ok(engineFixture.engine.promotions().cancel(production, because("")));
    engineFixture.settle();
    assertThat(environmentHas()).isEqualTo(AutoscalingSettings.DEFAULT);
    assertThat(deployment(v1).placement().autoscaling()).isEqualTo(AutoscalingSettings.DEFAULT);
  }

  @Test
  void aDeploymentOutsideEveryEnvironmentHasSettingsOfItsOwn() {
    assertThat(scale(v2, 2, 4).environment()).isNull();
    assertThat(environmentHas()).isEqualTo(AutoscalingSettings.DEFAULT);
  }

  @Test
  void thePolicyOfBackpressureGoesTheSameWay() {
    var done =
        ok(
            engineFixture
                .engine
                .settings()
                .backpressure(production.modelId(), v1, _ -> Backpressure.REJECT_ON_FULL, ALICE));
    assertThat(done.environment()).isEqualTo("production");
    assertThat(engineFixture.view(production).environment().settings().backpressure())
        .isEqualTo(Backpressure.REJECT_ON_FULL);
    assertThat(environmentHas()).as("nothing else changes").isEqualTo(AutoscalingSettings.DEFAULT);
  }

  @Test
  void theRecordNamesTheDeploymentAndTheEnvironment() {
    scale(v1, 2, 5);
    scale(v1, 2, 5);
    var events =
        engineFixture.store.read(tx -> tx.audit().newest(production.modelId(), 100)).stream()
            .map(Audit.Entry::event)
            .toList();
    assertThat(events).filteredOn(AuditEvent.AutoscalingChanged.class::isInstance).hasSize(1);
    assertThat(events)
        .first()
        .isInstanceOfSatisfying(
            AuditEvent.EnvironmentUpdated.class,
            e -> assertThat(e.environment()).isEqualTo("production"));
  }

  @Test
  void whatDoesNotHoldIsRefusedForBoth() {
    assertThat(catchThrowable(() -> scale(v1, 5, 2))).isInstanceOf(InvalidSetting.class);
    assertThat(environmentHas()).isEqualTo(AutoscalingSettings.DEFAULT);
    assertThat(
            refused(
                engineFixture
                    .engine
                    .settings()
                    .autoscaling(production.modelId(), "nothing", a -> a, ALICE)))
        .contains("nothing");
  }

  private void theCanaryEnds() {
    for (int i = 0; i < 12; i++) {
      engineFixture.pass(Duration.ofMinutes(1));
    }
  }

  private void promote(String id) {
    ok(engineFixture.engine.promotions().promote(production, id, PromoteOptions.DEFAULT, ASKED));
    engineFixture.settle();
  }

  private DeploymentSettings.Changed scale(String id, int min, int max) {
    var changed =
        ok(
            engineFixture
                .engine
                .settings()
                .autoscaling(production.modelId(), id, _ -> scaled(min, max), ALICE));
    engineFixture.settle();
    return changed;
  }

  private AutoscalingSettings environmentHas() {
    return engineFixture.view(production).environment().settings().autoscaling();
  }

  private Deployment deployment(String id) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), id)).deployment();
  }

  private static AutoscalingSettings scaled(int min, int max) {
    return new AutoscalingSettings(min, max, 60, 900, 1, 70, null, 50);
  }
}
