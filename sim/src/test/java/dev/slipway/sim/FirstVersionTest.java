package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.because;
import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.testkit.memory.MemoryStore;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The first version of a model that works becomes production.
class FirstVersionTest {
  private final EngineFixture engineFixture = new EngineFixture();
  private EnvironmentKey production = new EnvironmentKey("", "");

  @Test
  void afterAPushThatFailedTheNextOneGoesToProduction() {
    String first = firstPush();
    fails(first);
    assertThat(current()).isNull();
    String second = pushed();
    ready(second);
    assertThat(current()).isEqualTo(second);
    String third = pushed();
    ready(third);
    assertThat(current()).as("production serves by now").isEqualTo(second);
  }

  @Test
  void theNewestThatWorksTakesThePlaceOfOneThatFails() {
    String first = firstPush();
    String second = pushed();
    ready(second);
    String third = pushed();
    ready(third);
    assertThat(current()).as("the first one is on its way").isNull();
    fails(first);
    assertThat(current()).isEqualTo(third);
    var promoted =
        engineFixture.store.read(tx -> tx.audit().newest(production.modelId(), 1)).getFirst();
    assertThat(promoted)
        .extracting(Audit.Entry::actor)
        .as("nobody asked for it")
        .isEqualTo(AuditEvent.Actor.SYSTEM);
    assertThat(promoted.event()).isInstanceOf(AuditEvent.DeploymentPromoted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aCrashAtAnyWriteOnTheWayChangesNothing(int write) {
    String first = firstPush();
    String second = pushed();
    ready(second);
    engineFixture.store.crashAt(engineFixture.store.writes() + write, true);
    try {
      fails(first);
    } catch (MemoryStore.Crash _) {
      engineFixture.restart();
      engineFixture.settle();
    }
    assertThat(current()).isEqualTo(second);
  }

  @Test
  void oneThatFailedAndIsMendedByARetryBecomesProduction() {
    String first = firstPush();
    fails(first);
    engineFixture.pass(Duration.ofMinutes(1));
    ok(engineFixture.engine.deployments().retry(production.modelId(), first, ALICE));
    engineFixture.settle();
    ready(first);
    assertThat(current()).isEqualTo(first);
  }

  @Test
  void aCancelIsNotUndoneByWhatWasPushedBeforeIt() {
    firstPush();
    String second = pushed();
    ready(second);
    ok(engineFixture.engine.promotions().cancel(production, because("not today")));
    engineFixture.pass(Duration.ofMinutes(1));
    assertThat(current()).isNull();
    String third = pushed();
    ready(third);
    assertThat(current()).as("the next push does").isEqualTo(third);
  }

  @Test
  void whatWasInAnotherEnvironmentStaysWhereItWasPut() {
    String first = firstPush();
    var staging = new EnvironmentKey(production.modelId(), "staging");
    ok(engineFixture.engine.environments().create(staging, UnaryOperator.identity(), ALICE));
    for (int i = 0; i < 2; i++) {
      String id = pushed();
      ready(id);
      var kept = new PromoteOptions(false, true);
      ok(engineFixture.engine.promotions().promote(staging, id, kept, ASKED));
      engineFixture.settle();
      ready(id);
    }
    fails(first);
    engineFixture.pass(Duration.ofMinutes(1));
    assertThat(current()).isNull();
  }

  private String firstPush() {
    engineFixture.runtime.notReadyAtOnce();
    var created = engineFixture.model("m");
    engineFixture.settle();
    production = EngineFixture.production(created);
    return created.deployment().deployment().id();
  }

  private String pushed() {
    String id = engineFixture.push(production.modelId());
    engineFixture.settle(); // its build has ended
    return id;
  }

  private void ready(String deployment) {
    engineFixture.replicasOf(deployment).forEach(r -> engineFixture.runtime.ready(r.id()));
    engineFixture.settle();
  }

  private void fails(String deployment) {
    for (int i = 0; i < 3; i++) {
      engineFixture
          .replicasOf(deployment)
          .forEach(r -> engineFixture.runtime.dies(r.id(), "no such file"));
    }
    engineFixture.settle();
    assertThat(
            ok(engineFixture.engine.deployments().find(production.modelId(), deployment)).status())
        .isEqualTo(DeploymentStatus.DEPLOY_FAILED);
  }

  private @Nullable String current() {
    return engineFixture.view(production).environment().current();
  }
}
