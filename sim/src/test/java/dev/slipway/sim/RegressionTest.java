package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.PromoteOptions;
import org.junit.jupiter.api.Test;

/// What random sequences found, told as short stories.
class RegressionTest {
  private final EngineFixture engineFixture = new EngineFixture();

  /// v1 is promoted again right after it was replaced, while a gateway still routes to it.
  @Test
  void aCandidateThatServedAMomentAgoIsNotCanceledUntilEveryGatewayHasLetGoOfIt() {
    var created = engineFixture.model("digits");
    var production = EngineFixture.production(created);
    String v1 = created.deployment().deployment().id();
    String v2 = engineFixture.push(production.modelId());
    engineFixture.settings(
        production, new PromotionSettings(false, false, Cleanup.KEEP, null, false, 100));
    var promotions = engineFixture.engine.promotions();
    engineFixture.routes.confirm(false);
    ok(promotions.promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.replicasOf(v1).forEach(r -> engineFixture.runtime.unhealthy(r.id()));
    ok(promotions.promote(production, v1, PromoteOptions.DEFAULT, ASKED));
    assertThat(ok(promotions.cancel(production, ASKED)).canceled()).isFalse();
    assertThat(requireNonNull(engineFixture.latest(production)).state())
        .isInstanceOf(PromotionState.RampingDown.class);

    engineFixture.routes.confirm(true);
    engineFixture.settle();
    assertThat(requireNonNull(engineFixture.latest(production)).state())
        .isInstanceOf(PromotionState.Canceled.class);
  }
}
