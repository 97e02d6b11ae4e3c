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
    harbor.settings(production, CANARY);
  }

  @Test
  void aReplicaThatIsBeingDrainedDoesNotMakeACandidateReady() {
    promote(production, v2);
    String old = harbor.replicasOf(v2).getFirst().id();
    harbor.routes.hold(old, 1);
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.settle();
    harbor.settings(production, PromotionSettings.DEFAULT);
    harbor.runtime.notReadyAtOnce();

    promote(production, v2);
    harbor.settle();
    assertThat(state()).isInstanceOf(PromotionState.Releasing.class);
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(harbor.replicasOf(v1)).hasSize(1);

    harbor.replicasOf(v2).stream()
        .filter(r -> !r.id().equals(old))
        .forEach(r -> harbor.runtime.ready(r.id()));
    harbor.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v2));
    assertThat(requireNonNull(harbor.routes.table().target(v2)).replicas()).hasSize(1);
  }

  @Test
  void aReplicaThatFailedAndIsBeingStoppedDoesNotFailTheRetry() {
    harbor.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, true, 100));
    harbor.runtime.notReadyAtOnce().slowStops();
    String copy = promote(production, v2);
    harbor.settle();
    String replica = harbor.replicasOf(copy).getFirst().id();
    for (int i = 0; i < 3; i++) {
      harbor.runtime.dies(replica, "exit code 1: no weights");
    }
    harbor.settle();
    assertThat(status(copy)).isEqualTo(DeploymentStatus.DEPLOY_FAILED);

    ok(harbor.engine.deployments().retry(production.modelId(), copy, ALICE));
    harbor.settle();
    assertThat(status(copy)).isEqualTo(DeploymentStatus.LOADING_MODEL);
  }

  @Test
  void aCandidateThatFailedHereAndServesElsewhereIsLeftAloneByTheNextPromotion() {
    var staging = candidateOfProductionServesStaging();
    promote(production, harbor.push(production.modelId()));
    harbor.settle();
    assertThat(status(v2)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(current(staging)).isEqualTo("staging serves " + v2);
  }

  @Test
  void aCandidateThatFailedThereAndServesProductionSurvivesTheEndOfTheEnvironment() {
    var staging = new EnvironmentKey(production.modelId(), "staging");
    ok(harbor.engine.environments().create(staging, s -> s, ALICE));
    failOn(staging, v2);
    harbor.settings(production, PromotionSettings.DEFAULT);
    promote(production, v2);
    harbor.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v2));

    ok(harbor.engine.environments().delete(staging, ALICE));
    harbor.settle();
    assertThat(status(v2)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(current(production)).isEqualTo("production serves " + v2);
  }

  @Test
  void whatTheNextPromotionServesIsNotInTheReceiptOfTheOneBefore() {
    promote(production, v2);
    harbor.routes.send(production, v2, 7);
    harbor.pass(Duration.ofSeconds(10));
    harbor.routes.hold(harbor.replicasOf(v2).getFirst().id(), 1); // so that it is not settled yet
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.settle();
    var first = requireNonNull(harbor.latest(production)).id();

    promote(production, v2);
    harbor.settle();
    harbor.routes.send(production, v2, 100);
    harbor.pass(Duration.ofSeconds(10));
    var served = receipt(first).candidateServed();
    assertThat(served.requests()).isEqualTo(7);
    assertThat(served.afterFence()).isZero();
    assertThat(receipt(requireNonNull(harbor.latest(production)).id()).candidateServed().requests())
        .isEqualTo(100);
  }

  @Test
  void aRestartThatServesMoreThanWasServedBeforeLosesNothingFromTheReceipt() {
    promote(production, v2);
    harbor.routes.send(production, v2, 10);
    harbor.pass(Duration.ofSeconds(10));
    harbor.restart();
    harbor.settle();
    harbor.routes.send(production, v2, 1000);
    harbor.pass(Duration.ofSeconds(10));
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.settle();
    var served = receipt(requireNonNull(harbor.latest(production)).id()).candidateServed();
    assertThat(served.requests()).isEqualTo(1010);
    assertThat(served.interrupted()).isTrue();
  }

  private EnvironmentKey candidateOfProductionServesStaging() {
    failOn(production, v2);
    var staging = new EnvironmentKey(production.modelId(), "staging");
    ok(harbor.engine.environments().create(staging, s -> s, ALICE));
    promote(staging, v2);
    harbor.settle();
    assertThat(current(staging)).isEqualTo("staging serves " + v2);
    return staging;
  }

  /// A canary whose candidate has no ready replica for too long.
  private void failOn(EnvironmentKey key, String deployment) {
    if (!key.equals(production)) {
      harbor.settings(key, CANARY);
      promote(key, harbor.push(production.modelId()));
      harbor.settle();
    }
    promote(key, deployment);
    harbor.settle();
    harbor.replicasOf(deployment).forEach(r -> harbor.runtime.unhealthy(r.id()));
    harbor.pass(Duration.ofSeconds(700));
    assertThat(requireNonNull(harbor.latest(key)).state())
        .isInstanceOf(PromotionState.Failed.class);
  }

  private String promote(EnvironmentKey key, String deployment) {
    return ok(harbor.engine.promotions().promote(key, deployment, PromoteOptions.DEFAULT, ASKED))
        .sides()
        .candidate();
  }

  private Receipt receipt(String promotion) {
    return ok(harbor.engine.receipts().receipt(production, promotion));
  }

  private String current(EnvironmentKey key) {
    var view = requireNonNull(harbor.view(key).current());
    return view.deployment().placement().environment() + " serves " + view.deployment().id();
  }

  private Split split() {
    return harbor.view(production).environment().routing().split();
  }

  private PromotionState state() {
    return requireNonNull(harbor.latest(production)).state();
  }

  private DeploymentStatus status(String deployment) {
    return ok(harbor.engine.deployments().find(production.modelId(), deployment)).status();
  }
}
