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
  private final EngineFixture harbor = new EngineFixture();

  @Test
  void whatIsKeptOfADeletedDeploymentGoesAlsoWhereTheServerWasKilledBeforeIt() {
    var created = harbor.model("m");
    EnvironmentKey production = EngineFixture.production(created);
    String first = created.deployment().deployment().id();
    String extra = harbor.push(production.modelId());
    ok(harbor.engine.deployments().deactivate(production.modelId(), extra, ALICE));
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.replicasOf(extra)).isEmpty();
    ok(harbor.engine.deployments().delete(production.modelId(), extra, ALICE));
    harbor.restart();
    harbor.settle();
    assertThat(harbor.runtime.forgotten()).containsExactly(extra);
    assertThat(harbor.runtime.build(extra)).isInstanceOf(Build.Pending.class);
    assertThat(harbor.runtime.build(first)).isInstanceOf(Build.Done.class);
  }

  @Test
  void theReplicasOfADeletedDeploymentEndBeforeWhatIsKeptOfItGoesAlsoAfterACrash() {
    EnvironmentKey production = EngineFixture.production(harbor.model("m"));
    String extra = harbor.push(production.modelId());
    String replica = harbor.replicasOf(extra).getFirst().id();
    ok(harbor.engine.deployments().delete(production.modelId(), extra, ALICE));
    harbor.restart();
    harbor.routes.hold(replica, 1);
    harbor.settle();
    assertThat(harbor.replicasOf(extra)).hasSize(1);
    assertThat(harbor.runtime.forgotten()).isEmpty();
    assertThat(harbor.runtime.build(extra)).isInstanceOf(Build.Done.class);
    harbor.routes.hold(replica, 0);
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.runtime.forgotten()).containsExactly(extra);
    assertThat(harbor.runtime.build(extra)).isInstanceOf(Build.Pending.class);
  }

  @Test
  void whatTheDatabaseDoesNotKnowIsLeftAlone() {
    Deployment d = harbor.model("m").deployment().deployment();
    var source = new Deployment.Source("unknown1", null, "{}", null, null, d.source().launch());
    harbor.runtime.prepare(
        new Deployment(
            "unknown1", d.modelId(), "x", d.createdAt(), source, d.placement(), d.phase()));
    harbor.restart();
    harbor.settle();
    assertThat(harbor.runtime.forgotten()).isEmpty();
    assertThat(harbor.runtime.build("unknown1")).isInstanceOf(Build.Done.class);
  }

  @Test
  void aModelTakesWhatIsKeptOfItsDeploymentsAlong() {
    var created = harbor.model("m");
    String id = created.deployment().deployment().id();
    ok(harbor.engine.models().delete(created.model().model().id(), ALICE));
    harbor.pass(Duration.ofMinutes(6));
    assertThat(harbor.runtime.forgotten()).containsExactly(id);
    assertThat(harbor.runtime.build(id)).isInstanceOf(Build.Pending.class);
  }

  @Test
  void anArtifactThatACopyUsesOutlivesTheDeploymentItWasMadeFor() {
    EnvironmentKey production = EngineFixture.production(harbor.model("m"));
    String extra = harbor.push(production.modelId());
    harbor.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, false, 600));
    ok(harbor.engine.promotions().promote(production, extra, PromoteOptions.DEFAULT, ASKED));
    harbor.pass(Duration.ofSeconds(1));
    ok(harbor.engine.deployments().delete(production.modelId(), extra, ALICE));
    harbor.restart();
    harbor.settle();
    assertThat(harbor.runtime.forgotten()).containsExactly(extra);
    assertThat(harbor.runtime.build(extra)).isInstanceOf(Build.Done.class);
  }
}
