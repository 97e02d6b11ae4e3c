package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static dev.slipway.sim.EngineFixture.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How other rollout systems broke, as their users told it; the numbers are the threads of the
/// study of peers. v1 serves with four replicas, v2 is promoted replica by replica or as a canary.
///
/// Told elsewhere: 15 and 26 at the level of connections (the gateway's `FenceStressTest`), 20 (the
/// API's tests of `cancel_promotion`).
///
/// Cannot happen here: 8 and 23, since there are no cookies and no header routes, and a
/// deployment's own address is not the environment's; 18 for two leaders, since one process owns
/// the store (that an older version loses is tested below); 19 for buttons, since there is no page
/// yet (that a refusal says why is tested below); 25 for a ramp that goes on although answers are
/// errors, since nothing judges answers: a person or a script does, and cancels.
class PeersBrokeTest extends ProductionTest {
  private static final int SIZE = 4;
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);
  private static final PromotionSettings ROLLING = rolling(0);
  private static final Command PAUSE = new Command.Pause();

  @BeforeEach
  void fourReplicasOfV1Serve() {
    engineFixture.autoscaling(
        production, new AutoscalingSettings(SIZE, SIZE, 60, 900, 1, 70, null, 50));
    engineFixture.settings(production, ROLLING);
    engineFixture.runtime.notReadyAtOnce();
  }

  /// 1
  @Test
  void anAbortWithADelayConfiguredStillBringsTheTrafficBack() {
    engineFixture.settings(production, rolling(3600));
    rollTo(25);
    cancel();
    allReady();
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  /// 2
  @Test
  void anAbortedRolloutKeepsNoWeightAlthoughOneReplicaIsTheLeast() {
    rollTo(50);
    cancel();
    allReady();
    engineFixture.settle();
    assertThat(split()).isEqualTo(new Split.Whole(v1));
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  /// 3
  @Test
  void aThirdVersionPushedDuringTheSecondsRolloutDoesNotSendEverythingToOneStableReplica() {
    rollTo(75);
    String v3 = engineFixture.push(production.modelId());
    assertThat(refused(promote(v3))).contains("already has an in progress promotion");
    assertThat(split()).isEqualTo(new Split.Shared(v1, v2, 75));
  }

  /// 4
  @Test
  void aFailedRolloutDoesNotPutEverythingOntoAnUndersizedStableSide() {
    rollTo(50);
    String replica = engineFixture.replicasOf(v2).getLast().id();
    for (int i = 0; i < 8; i++) {
      engineFixture.runtime.dies(replica, "exit code 1");
    }
    engineFixture.settle();
    assertThat(requireNonNull(engineFixture.latest(production)).state().status())
        .isEqualTo("RAMPING_DOWN");
    assertThat(100 - share()).isLessThanOrEqualTo(100 * routed(v1) / SIZE);
  }

  /// 5, 22
  @Test
  void anAbortTearsNothingDownThatStillAnswersARequest() {
    rollTo(50);
    List<Replica> serving = engineFixture.replicasOf(v2).stream().filter(Replica::ready).toList();
    serving.forEach(r -> engineFixture.routes.hold(r.id(), 1));
    signal(new Command.ForceCancel());
    engineFixture.pass(Duration.ofMinutes(4));
    assertThat(engineFixture.replicasOf(v2)).extracting(Replica::id).containsAll(ids(serving));
    serving.forEach(r -> engineFixture.routes.hold(r.id(), 0));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  /// 6
  @Test
  void anAbortDoesNotOverloadAColdStableSide() {
    rollTo(75);
    cancel();
    engineFixture.settle();
    for (int ready = 2; ready <= SIZE; ready++) {
      becomesReady(v1);
      assertThat(100 - share()).isEqualTo(100 * ready / SIZE);
    }
    assertThat(split()).isEqualTo(new Split.Whole(v1));
  }

  /// 7
  @Test
  void aRollbackThroughARolloutDoesNotInheritTheWeightOfTheOneBefore() {
    rollTo(75);
    cancel();
    allReady();
    engineFixture.settle();
    ok(promote(v2));
    engineFixture.settle();
    assertThat(share()).isZero();
    becomesReady(v2);
    assertThat(share()).isEqualTo(100 * routed(v2) / (routed(v1) + routed(v2)));
  }

  /// 9
  @Test
  void anAbortIsNotIgnoredWhileAFullPromotionIsPending() {
    rollTo(50);
    engineFixture.routes.confirm(false);
    signal(new Command.ForceRollForward());
    assertThat(state()).isInstanceOf(PromotionState.Forwarding.class);
    cancel();
    engineFixture.routes.confirm(true);
    allReady();
    engineFixture.settle();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  /// 10
  @Test
  void anAbortWithNothingInProgressDoesNotScaleTheStableSideToZero() {
    long writes = engineFixture.store.writes();
    assertThat(refused(engineFixture.engine.promotions().cancel(production, ASKED)))
        .isEqualTo("Environment production has no in progress promotion.");
    engineFixture.settle();
    assertThat(engineFixture.store.writes()).isEqualTo(writes);
    assertThat(engineFixture.replicasOf(v1)).hasSize(SIZE);
  }

  /// 11
  @Test
  void anAbortAfterTheEndDoesNotSpinTheController() {
    rollTo(25);
    signal(new Command.ForceCancel());
    engineFixture.settle();
    long writes = engineFixture.store.writes();
    refused(engineFixture.engine.promotions().cancel(production, ASKED));
    for (int i = 0; i < 100; i++) {
      engineFixture.turn();
    }
    assertThat(engineFixture.store.writes()).isEqualTo(writes);
  }

  /// 12
  @Test
  void abortRetryAbortAgainAndAgainIsTheSameEachTime() {
    for (int i = 0; i < 5; i++) {
      rollTo(25);
      cancel();
      assertThat(state().status()).as("time " + i).isEqualTo("RAMPING_DOWN");
      assertThat(share()).as("time " + i).isEqualTo(25);
      allReady();
      engineFixture.settle();
      assertThat(state()).as("time " + i).isInstanceOf(PromotionState.Canceled.class);
      assertThat(engineFixture.replicasOf(v1)).hasSize(SIZE);
    }
  }

  /// 13
  @Test
  void replicasThatFlapDoNotKeepARolloutRunningForADay() {
    rollTo(25);
    for (int i = 0; i < 40 && !state().isTerminal(); i++) {
      engineFixture.replicasOf(v2).forEach(r -> engineFixture.runtime.ready(r.id()));
      engineFixture.turn();
      engineFixture.runtime.unhealthy(engineFixture.replicasOf(v2).getLast().id());
      engineFixture.pass(Duration.ofSeconds(30));
    }
    assertThat(state()).isInstanceOf(PromotionState.Failed.class);
  }

  /// 14
  @Test
  void theAutoscalerDoesNotBringAnAbortedCandidateBack() {
    rollTo(50);
    engineFixture.routes.busy(v2, 50);
    signal(new Command.ForceCancel());
    for (int i = 0; i < 30; i++) {
      engineFixture.pass(Duration.ofSeconds(5));
    }
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  /// 15, 16
  @Test
  void noReplicaGoesWhileAGatewayThatDidNotHearOfItStillRoutesToIt() {
    rollTo(50);
    var before = ids(engineFixture.replicasOf(v2));
    engineFixture.routes.confirm(false);
    signal(new Command.ForceCancel());
    engineFixture.pass(Duration.ofMinutes(2));
    assertThat(ids(engineFixture.replicasOf(v2))).containsAll(before);
    assertThat(state()).isInstanceOf(PromotionState.RampingDown.class);
    engineFixture.routes.confirm(true);
    engineFixture.settle();
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  /// 17
  @Test
  void aWebSocketOnAnAbortedCandidateIsNotCutBeforeTheDrainDeadline() {
    rollTo(50);
    String replica = engineFixture.replicasOf(v2).getFirst().id();
    engineFixture.routes.hold(replica, 1);
    signal(new Command.ForceCancel());
    engineFixture.settle();
    engineFixture.pass(Duration.ofSeconds(299));
    assertThat(ids(engineFixture.replicasOf(v2))).containsExactly(replica);
    engineFixture.pass(Duration.ofSeconds(2));
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  /// 18
  @Test
  void anOldControllerThatWritesNextToTheNewOneLoses() {
    rollTo(25);
    Promotion old = requireNonNull(engineFixture.latest(production));
    signal(new Command.ForceCancel());
    var late = old.with(new PromotionState.Succeeded(engineFixture.time.instant()));
    assertThat(engineFixture.store.<Boolean>transact(tx -> tx.promotions().update(late))).isFalse();
    assertThat(state()).isInstanceOf(PromotionState.Canceled.class);
  }

  /// 19
  @Test
  void whatIsNotPossibleNowSaysWhy() {
    rollTo(50);
    cancel();
    assertThat(refused(engineFixture.engine.promotions().signal(production, PAUSE, ASKED)))
        .contains("is being taken back", "force_roll_forward_promotion");
  }

  /// 21
  @Test
  void aRolloutThatWaitsForItsCandidateForEverCanBeCancelled() {
    ok(promote(v2));
    engineFixture.replicasOf(v2).forEach(r -> engineFixture.runtime.unhealthy(r.id()));
    engineFixture.settle();
    var answer = ok(engineFixture.engine.promotions().cancel(production, ASKED));
    assertThat(answer.canceled()).isTrue();
    engineFixture.settle();
    assertThat(engineFixture.replicasOf(v2)).isEmpty();
  }

  /// 24
  @Test
  void aRollbackAfterSeveralRolloutsGoesToWhereThisOneBegan() {
    engineFixture.settings(production, CANARY);
    String v3 = engineFixture.push(production.modelId());
    allReady();
    for (String version : List.of(v2, v3)) {
      ok(promote(version));
      for (int i = 0; i < 30; i++) {
        allReady();
        engineFixture.pass(Duration.ofSeconds(10));
      }
      assertThat(split()).isEqualTo(new Split.Whole(version));
    }
    ok(promote(v1));
    for (int i = 0; i < 4; i++) {
      allReady();
      engineFixture.pass(Duration.ofSeconds(10));
    }
    assertThat(share()).isPositive();
    cancel();
    assertThat(split()).isEqualTo(new Split.Whole(v3));
  }

  /// 25, 26
  @Test
  void aCancelledDeploymentGetsNoMoreTrafficAndItsStatusIsNotFrozen() {
    rollTo(50);
    signal(new Command.ForceCancel());
    var used = requireNonNull(engineFixture.routes.slowest().routing(production));
    assertThat(used.split()).isEqualTo(new Split.Whole(v1));
    var view = engineFixture.view(production);
    assertThat(view.promotion()).isNull();
    assertThat(view.candidate()).isNull();
  }

  private static PromotionSettings rolling(int stabilization) {
    var config = new RollingConfig(25, 0, stabilization, 0);
    return new PromotionSettings(false, true, Cleanup.SCALE_TO_ZERO, config, false, 100);
  }

  /// Promotes v2 and makes its replicas ready one by one until it has `percent` of the traffic.
  private void rollTo(int percent) {
    ok(promote(v2));
    engineFixture.settle();
    for (int i = 0; i < 2 * SIZE && share() < percent; i++) {
      becomesReady(v2);
    }
    assertThat(share()).isEqualTo(percent);
  }

  private void becomesReady(String deployment) {
    engineFixture.replicasOf(deployment).stream()
        .filter(r -> !r.ready())
        .findFirst()
        .ifPresent(r -> engineFixture.runtime.ready(r.id()));
    engineFixture.settle();
  }

  private void allReady() {
    for (int i = 0; i < 3; i++) {
      engineFixture.settle();
      engineFixture.runtime.replicas().stream()
          .filter(r -> !r.ready())
          .forEach(r -> engineFixture.runtime.ready(r.id()));
    }
  }

  private Answer<?> promote(String deployment) {
    return engineFixture
        .engine
        .promotions()
        .promote(production, deployment, PromoteOptions.DEFAULT, ASKED);
  }

  private void cancel() {
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
  }

  private void signal(Command command) {
    ok(engineFixture.engine.promotions().signal(production, command, ASKED));
  }

  private int routed(String deployment) {
    return requireNonNull(engineFixture.routes.table().target(deployment)).replicas().size();
  }

  private static List<String> ids(List<Replica> replicas) {
    return replicas.stream().map(Replica::id).toList();
  }

  private Split split() {
    return engineFixture.view(production).environment().routing().split();
  }

  private int share() {
    Promotion last = requireNonNull(engineFixture.latest(production));
    return split().percentTo(last.sides().candidate());
  }

  private PromotionState state() {
    return requireNonNull(engineFixture.latest(production)).state();
  }
}
