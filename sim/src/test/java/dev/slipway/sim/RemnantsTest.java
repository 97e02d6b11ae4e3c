package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is kept of deleted deployments where the server was killed before it was removed.
class RemnantsTest {
  private final EngineFixture engineFixture = new EngineFixture();

  @Test
  void whatIsKeptOfADeletedDeploymentGoesAlsoWhereTheServerWasKilledBeforeIt() {
    var created = engineFixture.model("m");
    EnvironmentKey production = EngineFixture.production(created);
    String first = created.deployment().deployment().id();
    String extra = engineFixture.push(production.modelId());
    ok(engineFixture.engine.deployments().deactivate(production.modelId(), extra, ALICE));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(extra)).isEmpty();
    ok(engineFixture.engine.deployments().delete(production.modelId(), extra, ALICE));
    engineFixture.restart();
    engineFixture.settle();
    assertThat(engineFixture.runtime.forgotten()).containsExactly(extra);
    assertThat(engineFixture.runtime.build(extra)).isInstanceOf(Build.Pending.class);
    assertThat(engineFixture.runtime.build(first)).isInstanceOf(Build.Done.class);
  }

  @Test
  void theReplicasOfADeletedDeploymentEndBeforeWhatIsKeptOfItGoesAlsoAfterACrash() {
    EnvironmentKey production = EngineFixture.production(engineFixture.model("m"));
    String extra = engineFixture.push(production.modelId());
    String replica = engineFixture.replicasOf(extra).getFirst().id();
    ok(engineFixture.engine.deployments().delete(production.modelId(), extra, ALICE));
    engineFixture.restart();
    engineFixture.routes.hold(replica, 1);
    engineFixture.settle();
    assertThat(engineFixture.replicasOf(extra)).hasSize(1);
    assertThat(engineFixture.runtime.forgotten()).isEmpty();
    assertThat(engineFixture.runtime.build(extra)).isInstanceOf(Build.Done.class);
    engineFixture.routes.hold(replica, 0);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.runtime.forgotten()).containsExactly(extra);
    assertThat(engineFixture.runtime.build(extra)).isInstanceOf(Build.Pending.class);
  }

  @Test
  void whatTheDatabaseDoesNotKnowIsLeftAlone() {
    Deployment d = engineFixture.model("m").deployment().deployment();
    var source = new Deployment.Source("unknown1", null, "{}", null, null, d.source().launch());
    engineFixture.runtime.prepare(
        new Deployment(
            "unknown1", d.modelId(), "x", d.createdAt(), source, d.placement(), d.phase()));
    engineFixture.restart();
    engineFixture.settle();
    assertThat(engineFixture.runtime.forgotten()).isEmpty();
    assertThat(engineFixture.runtime.build("unknown1")).isInstanceOf(Build.Done.class);
  }

  @Test
  void aModelTakesWhatIsKeptOfItsDeploymentsAlong() {
    var created = engineFixture.model("m");
    String id = created.deployment().deployment().id();
    ok(engineFixture.engine.models().delete(created.model().model().id(), ALICE));
    engineFixture.pass(Duration.ofMinutes(6));
    assertThat(engineFixture.runtime.forgotten()).containsExactly(id);
    assertThat(engineFixture.runtime.build(id)).isInstanceOf(Build.Pending.class);
  }

  @Test
  void anArtifactThatACopyUsesOutlivesTheDeploymentItWasMadeFor() {
    EnvironmentKey production = EngineFixture.production(engineFixture.model("m"));
    String extra = engineFixture.push(production.modelId());
    engineFixture.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, false, 600));
    ok(engineFixture.engine.promotions().promote(production, extra, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(1));
    ok(engineFixture.engine.deployments().delete(production.modelId(), extra, ALICE));
    engineFixture.restart();
    engineFixture.settle();
    assertThat(engineFixture.runtime.forgotten()).containsExactly(extra);
    assertThat(engineFixture.runtime.build(extra)).isInstanceOf(Build.Done.class);
  }
}
