package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.engine.promotion.PromoteOptions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What commands meet when only the reserve of the disk is left.
class FullDiskScenarioTest {
  private final EngineFixture f = new EngineFixture();

  @Test
  void whatAddsSomethingIsRefusedAndWhatGetsOutOfTroubleGoesThrough() {
    var created = f.model("digits");
    String model = created.model().model().id();
    String v2 = f.push(model);
    String v3 = f.push(model);
    var production = EngineFixture.production(created);
    f.settings(
        production, new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 600));
    ok(f.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    f.settle();
    f.store.fill(true);

    refused(
        () -> f.engine.models().create("more", "team", false, EngineFixture.deployment(), ALICE));
    refused(() -> f.engine.models().push(model, EngineFixture.deployment(), ALICE));
    refused(() -> f.engine.environments().create(new EnvironmentKey(model, "e"), s -> s, ALICE));
    refused(() -> f.engine.secrets().put("team", "name", "value", ALICE));
    refused(() -> f.engine.access().create(null, ApiKey.Type.PERSONAL, List.of(), "team", ALICE));
    refused(() -> f.engine.promotions().promote(production, v3, PromoteOptions.DEFAULT, ASKED));

    assertThat(ok(f.engine.promotions().cancel(production, ASKED)).canceled()).isTrue();
    ok(f.engine.deployments().deactivate(model, v2, ALICE));
    ok(f.engine.deployments().delete(model, v3, ALICE));
    ok(f.engine.models().delete(model, ALICE));
  }

  private static void refused(ThrowingCallable call) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call)
        .matches(e -> e.fault() == StorageFault.FULL, "full");
  }
}
