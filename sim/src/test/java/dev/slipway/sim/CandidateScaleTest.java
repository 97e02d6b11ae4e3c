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
  private final EngineFixture harbor = new EngineFixture();

  @Test
  void loweringTheMinimumWhileTheCandidateStartsDoesNotStarveThePromotion() {
    var created = harbor.model("m");
    EnvironmentKey production = EngineFixture.production(created);
    scale(production, 3);
    harbor.settings(
        production, new PromotionSettings(true, false, Cleanup.SCALE_TO_ZERO, null, false, 600));
    harbor.runtime.notReadyAtOnce();
    var copy =
        ok(
            harbor
                .engine
                .promotions()
                .promote(
                    production,
                    created.deployment().deployment().id(),
                    PromoteOptions.DEFAULT,
                    ASKED));
    harbor.settle();
    scale(production, 1);
    String id = copy.sides().candidate();
    harbor.replicasOf(id).forEach(r -> harbor.runtime.ready(r.id()));
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(id));
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.replicasOf(id))
        .as("what serves is not cut at the moment of success")
        .hasSize(3);
    for (int i = 0; i < 65; i++) {
      harbor.pass(Duration.ofSeconds(30));
    }
    assertThat(harbor.replicasOf(id)).as("as many as the settings say by then").hasSize(1);
  }

  @Test
  void whatIsKeptOfADeletedDeploymentGoesOnlyWhenItsLastReplicaHasEnded() {
    var created = harbor.model("m");
    EnvironmentKey production = EngineFixture.production(created);
    String extra = harbor.push(production.modelId());
    harbor.settle();
    String replica = harbor.replicasOf(extra).getFirst().id();
    harbor.routes.hold(replica, 1);
    ok(harbor.engine.deployments().delete(production.modelId(), extra, ALICE));
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.runtime.forgotten()).doesNotContain(extra);
    harbor.routes.hold(replica, 0);
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.runtime.forgotten()).contains(extra);
  }

  @Test
  void whatIsKeptOfADeletedModelGoes() {
    var created = harbor.model("m");
    ok(harbor.engine.models().delete(created.model().model().id(), ALICE));
    harbor.pass(Duration.ofSeconds(1));
    harbor.pass(Duration.ofSeconds(1));
    assertThat(harbor.runtime.forgotten()).contains(created.deployment().deployment().id());
    assertThat(harbor.runtime.replicas()).isEmpty();
  }

  private void scale(EnvironmentKey key, int min) {
    harbor.autoscaling(key, new AutoscalingSettings(min, 3, 60, 900, 1, 70, null, 50));
  }
}
