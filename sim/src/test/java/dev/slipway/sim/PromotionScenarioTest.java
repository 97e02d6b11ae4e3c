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
    harbor.settings(production, CANARY);
  }

  @Test
  void theFirstDeploymentOfAModelServesProductionAsSoonAsItIsReady() {
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(harbor.view(production).promotion()).isNull();
    assertThat(harbor.view(production).candidate()).isNull();
  }

  @Test
  void aPlainPromotionMovesEverythingAndDrainsThePreviousSide() {
    harbor.settings(production, PromotionSettings.DEFAULT);
    promote();
    harbor.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v2));
    assertThat(harbor.replicasOf(v1)).isEmpty();
    assertThat(status(v1)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
  }

  @Test
  void aCanaryRampsUpInTenStagesAndSucceeds() {
    promote();
    for (int percent = 10; percent <= 100; percent += 10) {
      assertThat(split()).isEqualTo(new Split.Shared(v1, v2, percent));
      assertThat(harbor.replicasOf(v1)).isNotEmpty();
      harbor.pass(Duration.ofSeconds(10));
    }
    assertThat(split()).isEqualTo(new Split.Whole(v2));
    assertThat(harbor.view(production).promotion()).isNull();
  }

  @Test
  void aCancelMidRampIsAnsweredCanceledAndEverythingIsAsBefore() {
    promote();
    harbor.pass(Duration.ofSeconds(40));
    var answer = ok(harbor.engine.promotions().cancel(production, because("bad answers")));
    assertThat(answer.canceled()).isTrue();
    assertThat(answer.message()).isEqualTo("Promotion to production was successfully canceled.");
    assertThat(requireNonNull(harbor.routes.table().routing(production)).split())
        .isEqualTo(new Split.Whole(v1));
    assertThat(harbor.view(production).candidate()).isNull();
    harbor.settle();
    assertThat(harbor.replicasOf(v2)).isEmpty();
    assertThat(harbor.replicasOf(v1)).hasSize(1);
  }

  @Test
  void aSecondCancelIsRefusedAndChangesNothing() {
    promote();
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.settle();
    long writes = harbor.store.writes();
    assertThat(refused(harbor.engine.promotions().cancel(production, ASKED)))
        .isEqualTo("Environment production has no in progress promotion.");
    assertThat(harbor.store.writes()).isEqualTo(writes);
    assertThat(harbor.replicasOf(v1)).hasSize(1);
  }

  @Test
  void aCancelThatNoGatewayConfirmsIsRampingDownUntilOneDoes() {
    promote();
    harbor.pass(Duration.ofSeconds(30));
    harbor.routes.confirm(false);
    var answer = ok(harbor.engine.promotions().cancel(production, ASKED));
    assertThat(answer.canceled()).isFalse();
    harbor.settle();
    assertThat(state()).isInstanceOf(PromotionState.RampingDown.class);
    long writes = harbor.store.writes();
    assertThat(ok(harbor.engine.promotions().cancel(production, ASKED)).canceled()).isFalse();
    assertThat(harbor.store.writes()).as("a repeat writes nothing").isEqualTo(writes);

    harbor.routes.confirm(true);
    harbor.settle();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  @Test
  void aCancelWhileTheCandidateIsStillBeingStartedEndsAtOnce() {
    var copySettings = new PromotionSettings(true, false, Cleanup.DEACTIVATE, null, true, 100);
    harbor.settings(production, copySettings);
    var copy =
        ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    assertThat(state()).isInstanceOf(PromotionState.Releasing.class);
    assertThat(ok(harbor.engine.promotions().cancel(production, ASKED)).canceled()).isTrue();
    harbor.settle();
    assertThat(harbor.replicasOf(copy.sides().candidate())).isEmpty();
    assertThat(status(copy.sides().candidate())).isEqualTo(DeploymentStatus.INACTIVE);
    assertThat(split()).isEqualTo(new Split.Whole(v1));
  }

  @Test
  void aReplicaWithARequestInFlightIsNotStoppedUntilTheRequestEnds() {
    promote();
    harbor.pass(Duration.ofSeconds(10));
    String replica = harbor.replicasOf(v2).getFirst().id();
    harbor.routes.hold(replica, 1);
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.pass(Duration.ofSeconds(30));
    assertThat(harbor.runtime.stopped()).doesNotContain(replica);
    assertThat(requireNonNull(harbor.routes.table().target(v2)).replicas()).isEmpty();
    harbor.routes.hold(replica, 0);
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.runtime.stopped()).contains(replica);
  }

  @Test
  void aStreamThatNeverEndsIsCutAtTheDrainDeadlineAndNotBefore() {
    promote();
    String replica = harbor.replicasOf(v2).getFirst().id();
    harbor.routes.hold(replica, 1);
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.settle();
    harbor.pass(Duration.ofSeconds(299));
    assertThat(harbor.runtime.stopped()).doesNotContain(replica);
    harbor.pass(Duration.ofSeconds(2));
    assertThat(harbor.runtime.stopped()).contains(replica);
  }

  @Test
  void aPromotionCanBeStartedAgainRightAfterACancel() {
    promote();
    harbor.pass(Duration.ofSeconds(20));
    ok(harbor.engine.promotions().cancel(production, ASKED));
    promote();
    harbor.settle();
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 10));
  }

  @Test
  void aSecondPromoteIsRefusedWhileOneIsInProgress() {
    promote();
    assertThat(
            refused(
                harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED)))
        .contains("already has an in progress promotion");
  }

  @Test
  void aCandidateThatCrashesBeforeItIsReadyFailsThePromotionAndQuotesTheCause() {
    harbor.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, true, 100));
    var copy =
        ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    String id = copy.sides().candidate();
    harbor.runtime.notReadyAtOnce();
    harbor.settle();
    String replica = harbor.replicasOf(id).getFirst().id();
    for (int i = 0; i < 3; i++) {
      harbor.runtime.dies(replica, "exit code 1: no weights");
    }
    harbor.settle();
    assertThat(state())
        .isInstanceOfSatisfying(
            PromotionState.Failed.class, f -> assertThat(f.reason()).contains("no weights"));
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(requireNonNull(harbor.view(production).candidate()).status())
        .isEqualTo(DeploymentStatus.DEPLOY_FAILED);
    assertThat(harbor.replicasOf(id)).isEmpty();
  }

  @Test
  void aRestartMidRampGoesOnFromTheStageThatWasWrittenAndStartsNoReplicaAgain() {
    promote();
    for (int i = 0; i < 3; i++) {
      harbor.pass(Duration.ofSeconds(10));
    }
    int started = harbor.runtime.started().size();
    harbor.restart();
    harbor.settle();
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 40));
    assertThat(harbor.runtime.started()).hasSize(started);
    harbor.pass(Duration.ofSeconds(10));
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 50));
  }

  @Test
  void theReceiptSaysWhoWhenWhyAndWhatTheCandidateServed() {
    promote();
    harbor.routes.send(production, v2, 7);
    harbor.pass(Duration.ofSeconds(10));
    harbor.routes.send(production, v2, 5);
    ok(harbor.engine.promotions().cancel(production, because("bad answers")));
    harbor.settle();
    var id = requireNonNull(harbor.latest(production)).id();
    var receipt = ok(harbor.engine.receipts().receipt(production, id));
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
    harbor.pass(Duration.ofSeconds(10));
    harbor.routes.hold(harbor.replicasOf(v2).getFirst().id(), 1);
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.routes.send(production, v2, 1);
    harbor.pass(Duration.ofSeconds(1));
    var id = requireNonNull(harbor.latest(production)).id();
    var receipt = ok(harbor.engine.receipts().receipt(production, id));
    assertThat(receipt.candidateServed().afterFence()).isEqualTo(1);
  }

  private void promote() {
    ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
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
