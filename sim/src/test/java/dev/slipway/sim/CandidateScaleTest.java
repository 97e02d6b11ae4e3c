package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Settings that change while a promotion is on its way, and what is left when things are deleted.
class CandidateScaleTest {
  private final EngineFixture engineFixture = new EngineFixture();

  @Test
  void loweringTheMinimumWhileTheCandidateStartsDoesNotStarveThePromotion() {
    var created = engineFixture.model("m");
    EnvironmentKey production = EngineFixture.production(created);
    scale(production, 3);
    engineFixture.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, false, 600));
    engineFixture.runtime.notReadyAtOnce();
    var copy =
        ok(
            engineFixture
                .engine
                .promotions()
                .promote(
                    production,
                    created.deployment().deployment().id(),
                    PromoteOptions.DEFAULT,
                    ASKED));
    engineFixture.settle();
    scale(production, 1);
    String id = copy.sides().candidate();
    engineFixture.replicasOf(id).forEach(r -> engineFixture.runtime.ready(r.id()));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(id));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.replicasOf(id))
        .as("what serves is not cut at the moment of success")
        .hasSize(3);
    for (int i = 0; i < 65; i++) {
      engineFixture.pass(Duration.ofSeconds(30));
    }
    assertThat(engineFixture.replicasOf(id)).as("as many as the settings say by then").hasSize(1);
  }

  @Test
  void whatIsKeptOfADeletedDeploymentGoesOnlyWhenItsLastReplicaHasEnded() {
    var created = engineFixture.model("m");
    EnvironmentKey production = EngineFixture.production(created);
    String extra = engineFixture.push(production.modelId());
    engineFixture.settle();
    String replica = engineFixture.replicasOf(extra).getFirst().id();
    engineFixture.routes.hold(replica, 1);
    ok(engineFixture.engine.deployments().delete(production.modelId(), extra, ALICE));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.runtime.forgotten()).doesNotContain(extra);
    engineFixture.routes.hold(replica, 0);
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.runtime.forgotten()).contains(extra);
  }

  @Test
  void whatIsKeptOfADeletedModelGoes() {
    var created = engineFixture.model("m");
    ok(engineFixture.engine.models().delete(created.model().model().id(), ALICE));
    engineFixture.pass(Duration.ofSeconds(1));
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(engineFixture.runtime.forgotten()).contains(created.deployment().deployment().id());
    assertThat(engineFixture.runtime.replicas()).isEmpty();
  }

  private void scale(EnvironmentKey key, int min) {
    engineFixture.autoscaling(key, new AutoscalingSettings(min, 3, 60, 900, 1, 70, null, 50));
  }
}
