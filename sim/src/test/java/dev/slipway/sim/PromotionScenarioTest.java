package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.because;
import static dev.slipway.sim.EngineFixture.ok;
import static dev.slipway.sim.EngineFixture.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromotionScenarioTest extends ProductionTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);

  @BeforeEach
  void promotionsAreCanaries() {
    engineFixture.settings(production, CANARY);
  }

  @Test
  void theFirstDeploymentOfAModelServesProductionAsSoonAsItIsReady() {
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(engineFixture.view(production).promotion()).isNull();
    assertThat(engineFixture.view(production).candidate()).isNull();
  }

  @Test
  void aPlainPromotionMovesEverythingAndDrainsThePreviousSide() {
    engineFixture.settings(production, PromotionSettings.DEFAULT);
    promote();
    engineFixture.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v2));
    assertThat(engineFixture.replicasOf(v1)).isEmpty();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
  }

  @Test
  void aCanaryRampsUpInTenStagesAndSucceeds() {
    promote();
    for (int percent = 10; percent <= 100; percent += 10) {
      assertThat(split()).isEqualTo(new Split.Shared(v1, v2, percent));
      assertThat(engineFixture.replicasOf(v1)).isNotEmpty();
      engineFixture.pass(Duration.ofSeconds(10));
    }
    assertThat(split()).isEqualTo(new Split.Whole(v2));
    assertThat(engineFixture.view(production).promotion()).isNull();
  }

  @Test
  void aCancelMidRampIsAnsweredCanceledAndEverythingIsAsBefore() {
    promote();
    engineFixture.pass(Duration.ofSeconds(40));
    var answer = ok(engineFixture.engine.promotions().cancel(production, because("bad answers")));
    assertThat(answer.canceled()).isTrue();
    assertThat(answer.message()).isEqualTo("Promotion to production was successfully canceled.");
    assertThat(requireNonNull(engineFixture.routes.table().routing(production)).split())
        .isEqualTo(new Split.Whole(v1));
    assertThat(engineFixture.view(production).candidate()).isNull();
    engineFixture.settle();
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
    assertThat(engineFixture.replicasOf(v1)).hasSize(1);
  }

  @Test
  void aSecondCancelIsRefusedAndChangesNothing() {
    promote();
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.settle();
    long writes = engineFixture.store.writes();
    assertThat(refused(engineFixture.engine.promotions().cancel(production, ASKED)))
        .isEqualTo("Environment production has no in progress promotion.");
    assertThat(engineFixture.store.writes()).isEqualTo(writes);
    assertThat(engineFixture.replicasOf(v1)).hasSize(1);
  }

  @Test
  void aCancelThatNoGatewayConfirmsIsRampingDownUntilOneDoes() {
    promote();
    engineFixture.pass(Duration.ofSeconds(30));
    engineFixture.routes.confirm(false);
    var answer = ok(engineFixture.engine.promotions().cancel(production, ASKED));
    assertThat(answer.canceled()).isFalse();
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.RampingDown.class);
    long writes = engineFixture.store.writes();
    assertThat(ok(engineFixture.engine.promotions().cancel(production, ASKED)).canceled())
        .isFalse();
    assertThat(engineFixture.store.writes()).as("a repeat writes nothing").isEqualTo(writes);

    engineFixture.routes.confirm(true);
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  @Test
  void aCancelWhileTheCandidateIsStillBeingStartedEndsAtOnce() {
    var copySettings = new PromotionSettings(true, false, Cleanup.DEACTIVATE, null, true, 100);
    engineFixture.settings(production, copySettings);
    var copy =
        ok(
            engineFixture
                .engine
                .promotions()
                .promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    assertThat(state()).isInstanceOf(PromotionState.Releasing.class);
    assertThat(ok(engineFixture.engine.promotions().cancel(production, ASKED)).canceled()).isTrue();
    engineFixture.settle();
    assertThat(engineFixture.replicasOf(copy.sides().candidate())).isEmpty();
    assertThat(status(copy.sides().candidate())).isEqualTo(DeploymentStatus.INACTIVE);
    assertThat(split()).isEqualTo(new Split.Whole(v1));
  }

  @Test
  void aReplicaWithARequestInFlightIsNotStoppedUntilTheRequestEnds() {
    promote();
    engineFixture.pass(Duration.ofSeconds(10));
    String replica = engineFixture.replicasOf(v2).getFirst().id();
    engineFixture.routes.hold(replica, 1);
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.pass(Duration.ofSeconds(30));
    assertThat(engineFixture.runtime.stopped()).doesNotContain(replica);
    assertThat(requireNonNull(engineFixture.routes.table().target(v2)).replicas()).isEmpty();
    engineFixture.routes.hold(replica, 0);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.runtime.stopped()).contains(replica);
  }

  @Test
  void aStreamThatNeverEndsIsCutAtTheDrainDeadlineAndNotBefore() {
    promote();
    String replica = engineFixture.replicasOf(v2).getFirst().id();
    engineFixture.routes.hold(replica, 1);
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.settle();
    engineFixture.pass(Duration.ofSeconds(299));
    assertThat(engineFixture.runtime.stopped()).doesNotContain(replica);
    engineFixture.pass(Duration.ofSeconds(2));
    assertThat(engineFixture.runtime.stopped()).contains(replica);
  }

  @Test
  void aPromotionCanBeStartedAgainRightAfterACancel() {
    promote();
    engineFixture.pass(Duration.ofSeconds(20));
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    promote();
    engineFixture.settle();
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 10));
  }

  @Test
  void aSecondPromoteIsRefusedWhileOneIsInProgress() {
    promote();
    assertThat(
            refused(
                engineFixture
                    .engine
                    .promotions()
                    .promote(production, v2, PromoteOptions.DEFAULT, ASKED)))
        .contains("already has an in progress promotion");
  }

  @Test
  void aCandidateThatCrashesBeforeItIsReadyFailsThePromotionAndQuotesTheCause() {
    engineFixture.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, true, 100));
    var copy =
        ok(
            engineFixture
                .engine
                .promotions()
                .promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    String id = copy.sides().candidate();
    engineFixture.runtime.notReadyAtOnce();
    engineFixture.settle();
    String replica = engineFixture.replicasOf(id).getFirst().id();
    for (int i = 0; i < 3; i++) {
      engineFixture.runtime.dies(replica, "exit code 1: no weights");
    }
    engineFixture.settle();
    assertThat(state())
        .isInstanceOfSatisfying(
            PromotionState.Failed.class, f -> assertThat(f.reason()).contains("no weights"));
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(requireNonNull(engineFixture.view(production).candidate()).status())
        .isEqualTo(DeploymentStatus.DEPLOY_FAILED);
    assertThat(engineFixture.replicasOf(id)).isEmpty();
  }

  @Test
  void aRestartMidRampGoesOnFromTheStageThatWasWrittenAndStartsNoReplicaAgain() {
    promote();
    for (int i = 0; i < 3; i++) {
      engineFixture.pass(Duration.ofSeconds(10));
    }
    int started = engineFixture.runtime.started().size();
    engineFixture.restart();
    engineFixture.settle();
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 40));
    assertThat(engineFixture.runtime.started()).hasSize(started);
    engineFixture.pass(Duration.ofSeconds(10));
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 50));
  }

  @Test
  void theReceiptSaysWhoWhenWhyAndWhatTheCandidateServed() {
    promote();
    engineFixture.routes.send(production, v2, 7);
    engineFixture.pass(Duration.ofSeconds(10));
    engineFixture.routes.send(production, v2, 5);
    ok(engineFixture.engine.promotions().cancel(production, because("bad answers")));
    engineFixture.settle();
    var id = requireNonNull(engineFixture.latest(production)).id();
    var receipt = ok(engineFixture.engine.receipts().receipt(production, id));
    assertThat(receipt.candidateServed().requests()).isEqualTo(12);
    assertThat(receipt.candidateServed().afterFence()).isZero();
    assertThat(receipt.fencedAt()).isNotNull();
    assertThat(receipt.settledAt()).isNotNull();
    assertThat(receipt.timeline())
        .extracting(e -> e.kind().name())
        .containsExactly(
            "STARTED", "SHIFT", "SHIFT", "GRACEFUL_CANCEL", "FENCED", "CANCELED", "SETTLED");
    assertThat(receipt.timeline().get(3).text()).contains("bad answers");
    assertThat(receipt.timeline().get(3).actor()).contains("alice");
  }

  @Test
  void aRequestAfterTheFenceWouldShowInTheReceipt() {
    promote();
    engineFixture.pass(Duration.ofSeconds(10));
    engineFixture.routes.hold(engineFixture.replicasOf(v2).getFirst().id(), 1);
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.routes.send(production, v2, 1);
    engineFixture.pass(Duration.ofSeconds(1));
    var id = requireNonNull(engineFixture.latest(production)).id();
    var receipt = ok(engineFixture.engine.receipts().receipt(production, id));
    assertThat(receipt.candidateServed().afterFence()).isEqualTo(1);
  }

  private void promote() {
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
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
