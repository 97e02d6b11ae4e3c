package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.because;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.testkit.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The process dies at every single write of a promotion and of what is asked of it, before and
/// after the commit. The next process must come to the end that the record speaks of, without
/// restarting the model.
class CrashAnywhereTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, true, 100);
  private static final PromotionSettings SURGE = rolling(new RollingConfig(25, 0, 5, 50));
  private static final PromotionSettings UNAVAILABLE = rolling(new RollingConfig(0, 20, 5, 0));
  private static final Command CANCEL = new Command.Cancel();
  private static final Command FORCE_CANCEL = new Command.ForceCancel();
  private static final Command FORWARD = new Command.ForceRollForward();
  private static final Command PAUSE = new Command.Pause();
  private static final Command RESUME = new Command.Resume();
  private static final int SIZE = 4;

  /// What is done: a promotion, and each command after some more time.
  ///
  /// @param gap how often a replica may become ready between two commands
  private record Story(PromotionSettings settings, int gap, List<Command> commands) {
    Story(PromotionSettings settings, List<Command> commands) {
      this(settings, 3, commands);
    }
  }

  private static final Map<String, Story> STORIES =
      Map.of(
          "a canary is cancelled", new Story(CANARY, List.of(CANCEL)),
          "a canary is paused, resumed and forced forward",
              new Story(CANARY, List.of(PAUSE, RESUME, FORWARD)),
          "a surge runs to its end", new Story(SURGE, List.of()),
          "a surge is cancelled", new Story(SURGE, List.of(CANCEL)),
          "a surge is paused, resumed and cancelled",
              new Story(SURGE, List.of(PAUSE, RESUME, CANCEL)),
          "a surge is paused and forced forward", new Story(SURGE, List.of(PAUSE, FORWARD)),
          "a surge is paused and cancelled by force",
              new Story(SURGE, List.of(PAUSE, FORCE_CANCEL)),
          "replicas are replaced in place, and it is cancelled by force",
              new Story(UNAVAILABLE, 1, List.of(PAUSE, RESUME, FORCE_CANCEL)),
          "a cancel is overruled by a forced end",
              new Story(UNAVAILABLE, 1, List.of(CANCEL, FORWARD)));

  private static PromotionSettings rolling(RollingConfig config) {
    return new PromotionSettings(true, true, Cleanup.SCALE_TO_ZERO, config, false, 100);
  }

  private static final class Run {
    final EngineFixture engineFixture = new EngineFixture();
    final Story story;
    final EnvironmentKey production;
    final String v1;
    final String v2;

    Run(String name) {
      story = requireNonNull(STORIES.get(name));
      var created = engineFixture.model("digits");
      production = EngineFixture.production(created);
      v1 = created.deployment().deployment().id();
      v2 = engineFixture.push(production.modelId());
      engineFixture.autoscaling(
          production, new AutoscalingSettings(SIZE, SIZE, 60, 900, 1, 70, null, 50));
      engineFixture.settings(production, story.settings());
      engineFixture.runtime.notReadyAtOnce();
    }

    /// Everything that waits for readiness gets one more replica a time, so that steps take time.
    void tell() {
      ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
      engineFixture.settle();
      sail(7);
      for (Command command : story.commands()) {
        ask(command);
        sail(story.gap());
      }
      sailToRest();
    }

    /// Refused where the promotion has ended by then, which is no matter here.
    private void ask(Command command) {
      var promotions = engineFixture.engine.promotions();
      var _ =
          command instanceof Command.Cancel
              ? promotions.cancel(production, because("crash test"))
              : promotions.signal(production, command, because("crash test"));
      engineFixture.settle();
    }

    void sail(int steps) {
      for (int i = 0; i < steps; i++) {
        engineFixture.runtime.replicas().stream()
            .filter(r -> !r.ready())
            .findFirst()
            .ifPresent(r -> engineFixture.runtime.ready(r.id()));
        engineFixture.pass(Duration.ofSeconds(4));
        Oracle.check(engineFixture, "step " + i);
      }
    }

    /// Until the losing side is gone and the winning one has all its replicas.
    void sailToRest() {
      for (int i = 0; i < 60 && !atRest(); i++) {
        sail(1);
      }
    }

    private boolean atRest() {
      var last = engineFixture.latest(production);
      return last != null
          && record().getLast().equals("SETTLED")
          && engineFixture.runtime.replicas().stream().allMatch(Replica::ready);
    }

    List<String> record() {
      var last = requireNonNull(engineFixture.latest(production));
      return engineFixture.store.read(tx -> tx.promotions().events(last.id())).stream()
          .map(e -> e.kind().name())
          .toList();
    }
  }

  static Stream<Arguments> everyWrite() {
    return STORIES.keySet().stream().sorted().flatMap(CrashAnywhereTest::everyWriteOf);
  }

  private static Stream<Arguments> everyWriteOf(String name) {
    var run = new Run(name);
    long before = run.engineFixture.store.writes();
    run.tell();
    long after = run.engineFixture.store.writes();
    assertThat(after - before).as("writes of: " + name).isGreaterThan(6);
    assertThat(run.record())
        .as(name + ": what was asked for was accepted")
        .containsAll(run.story.commands().stream().map(Command::action).toList());
    return LongStream.rangeClosed(before + 1, after)
        .boxed()
        .flatMap(n -> Stream.of(Arguments.of(name, n, false), Arguments.of(name, n, true)));
  }

  /// After a loss of power all but the last of what was written is there: the same ends are reached
  /// from a little earlier.
  static Stream<Arguments> everyWriteOfCancels() {
    return Stream.of("a canary is cancelled", "a surge is cancelled")
        .flatMap(CrashAnywhereTest::everyWriteOf);
  }

  @ParameterizedTest(name = "{0}: write {1}, after its commit: {2}")
  @MethodSource("everyWrite")
  void theEndIsTheOneThatTheRecordSpeaksOf(String name, long write, boolean afterCommit) {
    crash(name, write, afterCommit, false);
  }

  @ParameterizedTest(name = "{0}: write {1}, after its commit: {2}")
  @MethodSource("everyWriteOfCancels")
  void theEndIsTheSameWherePowerWasLostAtThatWrite(String name, long write, boolean afterCommit) {
    crash(name, write, afterCommit, true);
  }

  @Test
  void aCancelThatWasAnsweredIsCanceledAgainAfterALossOfPower() {
    var run = new Run("a canary is cancelled");
    ok(
        run.engineFixture
            .engine
            .promotions()
            .promote(run.production, run.v2, PromoteOptions.DEFAULT, ASKED));
    run.sail(9);
    assertThat(ok(run.engineFixture.engine.promotions().cancel(run.production, ASKED)).canceled())
        .isTrue();
    run.engineFixture.restartAfterPowerLoss();
    assertThat(requireNonNull(run.engineFixture.latest(run.production)).state())
        .isInstanceOf(PromotionState.RampingDown.class);
    assertThat(run.engineFixture.view(run.production).environment().routing().split())
        .isEqualTo(new Split.Whole(run.v1));
    run.engineFixture.turn();
    assertThat(requireNonNull(run.engineFixture.latest(run.production)).state())
        .isInstanceOf(PromotionState.Canceled.class);
  }

  private static void crash(String name, long write, boolean afterCommit, boolean power) {
    var run = new Run(name);
    run.engineFixture.store.crashAt(write, afterCommit);
    try {
      run.tell();
    } catch (MemoryStore.Crash e) {
      assertThat(e).hasMessageContaining("write " + write);
    }
    assertThat(run.engineFixture.store.crashed()).isTrue();
    var kept =
        power ? run.engineFixture.store.reopenAfterPowerLoss() : run.engineFixture.store.reopen();
    var committed = kept.read(tx -> tx.promotions().latest(run.production));
    if (power) {
      run.engineFixture.restartAfterPowerLoss();
    } else {
      run.engineFixture.restart();
    }
    Oracle.check(run.engineFixture, "right after the restart");
    assertThat(run.engineFixture.latest(run.production)).as("where it was").isEqualTo(committed);
    // Nobody asks again; a pause that was accepted lasts until somebody does.
    run.sail(10);
    if (run.record().contains("PAUSE")) {
      run.ask(RESUME);
    }
    run.sailToRest();
    check(run);
  }

  private static void check(Run run) {
    var last = requireNonNull(run.engineFixture.latest(run.production));
    List<String> record = run.record();
    boolean cancelled = isLastWill(record, "GRACEFUL_CANCEL", "FORCE_CANCEL");
    var split = run.engineFixture.view(run.production).environment().routing().split();
    if (cancelled) {
      assertThat(last.state()).as("%s", record).isInstanceOf(PromotionState.Canceled.class);
      assertThat(split).isEqualTo(new Split.Whole(run.v1));
      assertThat(run.engineFixture.replicasOf(last.sides().candidate())).isEmpty();
      assertThat(run.engineFixture.replicasOf(run.v1)).hasSize(SIZE);
    } else {
      // The promote, or the cancel, was never accepted: what was accepted goes on to its own end.
      assertThat(last.state()).as("%s", record).isInstanceOf(PromotionState.Succeeded.class);
      var current = requireNonNull(run.engineFixture.view(run.production).environment().current());
      assertThat(split).isEqualTo(new Split.Whole(current));
      assertThat(run.engineFixture.replicasOf(current)).hasSize(SIZE);
    }
    if (run.story.settings().rollingDeploy()) {
      return; // it takes replicas away and gives them back
    }
    assertThat(
            run.engineFixture.runtime.started().stream()
                .filter(s -> s.deploymentId().equals(run.v1)))
        .as("each replica of v1 was started once and never again")
        .hasSize(SIZE);
  }

  private static boolean isLastWill(List<String> record, String... cancels) {
    var decides =
        record.stream()
            .filter(k -> List.of(cancels).contains(k) || k.equals("FORCE_ROLL_FORWARD"))
            .toList();
    return !decides.isEmpty() && List.of(cancels).contains(decides.getLast());
  }
}
