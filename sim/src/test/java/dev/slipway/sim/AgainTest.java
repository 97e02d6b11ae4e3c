package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.engine.promotion.Receipt;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A deployment that was promoted once and did not stay is used again.
class AgainTest extends ProductionTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);

  @BeforeEach
  void promotionsAreCanaries() {
    engineFixture.settings(production, CANARY);
  }

  @Test
  void aReplicaThatIsBeingDrainedDoesNotMakeACandidateReady() {
    promote(production, v2);
    String old = engineFixture.replicasOf(v2).getFirst().id();
    engineFixture.routes.hold(old, 1);
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.settle();
    engineFixture.settings(production, PromotionSettings.DEFAULT);
    engineFixture.runtime.notReadyAtOnce();

    promote(production, v2);
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.Releasing.class);
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(engineFixture.replicasOf(v1)).hasSize(1);

    engineFixture.replicasOf(v2).stream()
        .filter(r -> !r.id().equals(old))
        .forEach(r -> engineFixture.runtime.ready(r.id()));
    engineFixture.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v2));
    assertThat(requireNonNull(engineFixture.routes.table().target(v2)).replicas()).hasSize(1);
  }

  @Test
  void aReplicaThatFailedAndIsBeingStoppedDoesNotFailTheRetry() {
    engineFixture.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, true, 100));
    engineFixture.runtime.notReadyAtOnce().slowStops();
    String copy = promote(production, v2);
    engineFixture.settle();
    String replica = engineFixture.replicasOf(copy).getFirst().id();
    for (int i = 0; i < 3; i++) {
      engineFixture.runtime.dies(replica, "exit code 1: no weights");
    }
    engineFixture.settle();
    assertThat(status(copy)).isEqualTo(DeploymentStatus.DEPLOY_FAILED);

    ok(engineFixture.engine.deployments().retry(production.modelId(), copy, ALICE));
    engineFixture.settle();
    assertThat(status(copy)).isEqualTo(DeploymentStatus.LOADING_MODEL);
  }

  @Test
  void aCandidateThatFailedHereAndServesElsewhereIsLeftAloneByTheNextPromotion() {
    var staging = candidateOfProductionServesStaging();
    promote(production, engineFixture.push(production.modelId()));
    engineFixture.settle();
    assertThat(status(v2)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(current(staging)).isEqualTo("staging serves " + v2);
  }

  @Test
  void aCandidateThatFailedThereAndServesProductionSurvivesTheEndOfTheEnvironment() {
    var staging = new EnvironmentKey(production.modelId(), "staging");
    ok(engineFixture.engine.environments().create(staging, s -> s, ALICE));
    failOn(staging, v2);
    engineFixture.settings(production, PromotionSettings.DEFAULT);
    promote(production, v2);
    engineFixture.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v2));

    ok(engineFixture.engine.environments().delete(staging, ALICE));
    engineFixture.settle();
    assertThat(status(v2)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(current(production)).isEqualTo("production serves " + v2);
  }

  @Test
  void whatTheNextPromotionServesIsNotInTheReceiptOfTheOneBefore() {
    promote(production, v2);
    engineFixture.routes.send(production, v2, 7);
    engineFixture.pass(Duration.ofSeconds(10));
    engineFixture.routes.hold(
        engineFixture.replicasOf(v2).getFirst().id(), 1); // so that it is not settled yet
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.settle();
    var first = requireNonNull(engineFixture.latest(production)).id();

    promote(production, v2);
    engineFixture.settle();
    engineFixture.routes.send(production, v2, 100);
    engineFixture.pass(Duration.ofSeconds(10));
    var served = receipt(first).candidateServed();
    assertThat(served.requests()).isEqualTo(7);
    assertThat(served.afterFence()).isZero();
    assertThat(
            receipt(requireNonNull(engineFixture.latest(production)).id())
                .candidateServed()
                .requests())
        .isEqualTo(100);
  }

  @Test
  void aRestartThatServesMoreThanWasServedBeforeLosesNothingFromTheReceipt() {
    promote(production, v2);
    engineFixture.routes.send(production, v2, 10);
    engineFixture.pass(Duration.ofSeconds(10));
    engineFixture.restart();
    engineFixture.settle();
    engineFixture.routes.send(production, v2, 1000);
    engineFixture.pass(Duration.ofSeconds(10));
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.settle();
    var served = receipt(requireNonNull(engineFixture.latest(production)).id()).candidateServed();
    assertThat(served.requests()).isEqualTo(1010);
    assertThat(served.interrupted()).isTrue();
  }

  private EnvironmentKey candidateOfProductionServesStaging() {
    failOn(production, v2);
    var staging = new EnvironmentKey(production.modelId(), "staging");
    ok(engineFixture.engine.environments().create(staging, s -> s, ALICE));
    promote(staging, v2);
    engineFixture.settle();
    assertThat(current(staging)).isEqualTo("staging serves " + v2);
    return staging;
  }

  /// A canary whose candidate has no ready replica for too long.
  private void failOn(EnvironmentKey key, String deployment) {
    if (!key.equals(production)) {
      engineFixture.settings(key, CANARY);
      promote(key, engineFixture.push(production.modelId()));
      engineFixture.settle();
    }
    promote(key, deployment);
    engineFixture.settle();
    engineFixture.replicasOf(deployment).forEach(r -> engineFixture.runtime.unhealthy(r.id()));
    engineFixture.pass(Duration.ofSeconds(700));
    assertThat(requireNonNull(engineFixture.latest(key)).state())
        .isInstanceOf(PromotionState.Failed.class);
  }

  private String promote(EnvironmentKey key, String deployment) {
    return ok(engineFixture
            .engine
            .promotions()
            .promote(key, deployment, PromoteOptions.DEFAULT, ASKED))
        .sides()
        .candidate();
  }

  private Receipt receipt(String promotion) {
    return ok(engineFixture.engine.receipts().receipt(production, promotion));
  }

  private String current(EnvironmentKey key) {
    var view = requireNonNull(engineFixture.view(key).current());
    return view.deployment().placement().environment() + " serves " + view.deployment().id();
  }

  private Split split() {
    return engineFixture.view(production).environment().routing().split();
  }

  private PromotionState state() {
    return requireNonNull(engineFixture.latest(production)).state();
  }

  private DeploymentStatus status(String deployment) {
    return ok(engineFixture.engine.deployments().find(production.modelId(), deployment)).status();
  }
}
