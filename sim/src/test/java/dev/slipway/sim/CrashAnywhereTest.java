package dev.slipway.sim;

import static dev.slipway.sim.Harbor.ALICE;
import static dev.slipway.sim.Harbor.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.Cleanup;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.PromotionSettings;
import dev.slipway.domain.PromotionState;
import dev.slipway.domain.Split;
import dev.slipway.engine.PromoteOptions;
import dev.slipway.engine.PromotionEvent;
import dev.slipway.testkit.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The process dies at every single write of a ramp and its cancel, before and after the commit.
/// The next process must come to the end that the record speaks of, without restarting the model.
class CrashAnywhereTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, true, 100);

  /// One run: two versions, a ramp to half, a cancel.
  private static final class Run {
    final Harbor harbor = new Harbor();
    final EnvironmentKey production;
    final String v1;
    final String v2;

    Run() {
      var created = harbor.model("digits");
      production = Harbor.production(created);
      v1 = created.deployment().deployment().id();
      v2 = harbor.push(production.modelId());
      harbor.settings(production, CANARY);
    }

    void rampAndCancel() {
      ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ALICE));
      harbor.settle();
      for (int i = 0; i < 4; i++) {
        harbor.pass(Duration.ofSeconds(10));
      }
      ok(harbor.engine.promotions().cancel(production, "crash test", ALICE));
      harbor.settle();
    }

    void finish() {
      for (int i = 0; i < 15; i++) {
        harbor.pass(Duration.ofSeconds(10));
        Oracle.check(harbor, "after the restart, step " + i);
      }
    }
  }

  static Stream<Arguments> everyWrite() {
    var run = new Run();
    long before = run.harbor.store.writes();
    run.rampAndCancel();
    long after = run.harbor.store.writes();
    assertThat(after - before).as("writes of a ramp and its cancel").isGreaterThan(8);
    return LongStream.rangeClosed(before + 1, after)
        .boxed()
        .flatMap(n -> Stream.of(Arguments.of(n, false), Arguments.of(n, true)));
  }

  @ParameterizedTest(name = "write {0}, after its commit: {1}")
  @MethodSource("everyWrite")
  void theEndIsTheOneThatTheRecordSpeaksOf(long write, boolean afterCommit) {
    crash(write, afterCommit, Harbor::restart);
  }

  @ParameterizedTest(name = "write {0}, after its commit: {1}")
  @MethodSource("everyWrite")
  void theEndIsTheSameWherePowerWasLostAtThatWrite(long write, boolean afterCommit) {
    crash(write, afterCommit, Harbor::restartAfterPowerLoss);
  }

  @Test
  void aCancelThatWasAnsweredIsCanceledAgainAfterALossOfPower() {
    var run = new Run();
    ok(
        run.harbor
            .engine
            .promotions()
            .promote(run.production, run.v2, PromoteOptions.DEFAULT, ALICE));
    run.harbor.settle();
    run.harbor.pass(Duration.ofSeconds(30));
    assertThat(ok(run.harbor.engine.promotions().cancel(run.production, "", ALICE)).canceled())
        .isTrue();
    run.harbor.restartAfterPowerLoss();
    assertThat(requireNonNull(run.harbor.latest(run.production)).state())
        .isInstanceOf(PromotionState.RampingDown.class);
    assertThat(run.harbor.view(run.production).environment().routing().split())
        .isEqualTo(new Split.Whole(run.v1));
    run.harbor.turn();
    assertThat(requireNonNull(run.harbor.latest(run.production)).state())
        .isInstanceOf(PromotionState.Canceled.class);
  }

  private static void crash(long write, boolean afterCommit, Consumer<Harbor> restart) {
    var run = new Run();
    run.harbor.store.crashAt(write, afterCommit);
    try {
      run.rampAndCancel();
    } catch (MemoryStore.Crash e) {
      assertThat(e).hasMessageContaining("write " + write);
    }
    assertThat(run.harbor.store.crashed()).isTrue();
    restart.accept(run.harbor);
    Oracle.check(run.harbor, "right after the restart");
    run.finish();

    var last = requireNonNull(run.harbor.latest(run.production));
    List<String> record =
        run.harbor.store.read(tx -> tx.promotions().events(last.id())).stream()
            .map(PromotionEvent::kind)
            .toList();
    var split = run.harbor.view(run.production).environment().routing().split();
    if (record.contains("GRACEFUL_CANCEL")) {
      assertThat(last.state()).isInstanceOf(PromotionState.Canceled.class);
      assertThat(split).isEqualTo(new Split.Whole(run.v1));
      assertThat(run.harbor.replicasOf(last.sides().candidate())).isEmpty();
    } else {
      // The promote, or the cancel, was never accepted: what was accepted goes on to its own end.
      assertThat(last.state()).isInstanceOf(PromotionState.Succeeded.class);
      assertThat(split)
          .isEqualTo(
              new Split.Whole(
                  requireNonNull(run.harbor.view(run.production).environment().current())));
    }
    assertThat(run.harbor.runtime.started().stream().filter(s -> s.deploymentId().equals(run.v1)))
        .as("v1 was started once and never again")
        .hasSize(1);
  }
}
