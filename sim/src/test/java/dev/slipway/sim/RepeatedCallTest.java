package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.promotion.CancelAnswer;
import dev.slipway.engine.promotion.CommandContext;
import dev.slipway.engine.promotion.Idempotency;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.testkit.memory.MemoryStore;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A cancel under an Idempotency-Key, the process dying at every single write of it, and the caller
/// repeating the call afterwards: it has run once, and the answer is true.
class RepeatedCallTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);
  private static final IdempotencyKey KEY = new IdempotencyKey("alicekey", "k", "fingerprint");

  private static final class Run {
    final EngineFixture engineFixture = new EngineFixture();
    final EnvironmentKey production;

    Run() {
      var created = engineFixture.model("digits");
      production = EngineFixture.production(created);
      var v2 = engineFixture.push(production.modelId());
      engineFixture.settings(production, CANARY);
      ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
      engineFixture.pass(Duration.ofSeconds(25));
    }

    /// What a server does with a call that carries a key.
    ///
    /// @return whether the answer says CANCELED
    boolean call() {
      var promotions = engineFixture.engine.promotions();
      return switch (engineFixture.engine.idempotency().find(KEY)) {
        case Idempotency.Known.Nothing() ->
            kept(
                ok(promotions.cancel(production, new CommandContext(ALICE, null, KEY))).canceled());
        case Idempotency.Known.Accepted(var id) ->
            kept(
                CancelAnswer.now(requireNonNull(engineFixture.engine.receipts().find(id)))
                    .canceled());
        case Idempotency.Known.Answered(var reply) -> reply.body().equals("true");
        case Idempotency.Known.OtherCall() -> throw new AssertionError("the same call");
      };
    }

    private boolean kept(boolean canceled) {
      engineFixture
          .engine
          .idempotency()
          .answered(KEY, new IdempotentCall.Reply(200, String.valueOf(canceled)));
      return canceled;
    }
  }

  static Stream<Arguments> everyWrite() {
    var run = new Run();
    long before = run.engineFixture.store.writes();
    assertThat(run.call()).isTrue();
    long after = run.engineFixture.store.writes();
    assertThat(after - before).as("the command, its end, and its reply").isEqualTo(3);
    return LongStream.rangeClosed(before + 1, after)
        .boxed()
        .flatMap(n -> Stream.of(Arguments.of(n, false), Arguments.of(n, true)));
  }

  @ParameterizedTest(name = "write {0}, after its commit: {1}")
  @MethodSource("everyWrite")
  void aRepeatedCallHasRunOnceAndItsAnswerIsTrue(long write, boolean afterCommit) {
    var run = new Run();
    run.engineFixture.store.crashAt(write, afterCommit);
    try {
      run.call();
    } catch (MemoryStore.Crash e) {
      assertThat(e).hasMessageContaining("write " + write);
    }
    run.engineFixture.restart();
    boolean canceled = run.call();
    var last = requireNonNull(run.engineFixture.latest(run.production));
    assertThat(canceled).isEqualTo(last.state().status().equals("CANCELED"));
    assertThat(run.call()).as("replayed").isEqualTo(canceled);
    run.engineFixture.settle();
    assertThat(run.call()).as("replayed after the end").isEqualTo(canceled);
    assertThat(
            run.engineFixture.store.read(tx -> tx.promotions().events(last.id())).stream()
                .filter(e -> e.kind() == LineKind.GRACEFUL_CANCEL))
        .hasSize(1);
  }
}
