package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.promotion.Leftovers;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.engine.promotion.Receipt;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What the losing side's replicas cost after the end, as the receipt tells it.
class LeftoversTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final EngineFixture harbor = new EngineFixture();
  private EnvironmentKey production = new EnvironmentKey("", "");
  private String v2 = "";

  private void canceledWithARequestInFlight(Cleanup cleanup) {
    var created = harbor.model("digits");
    production = EngineFixture.production(created);
    v2 = harbor.push(production.modelId());
    harbor.settings(production, new PromotionSettings(false, false, cleanup, null, true, 100));
    ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    harbor.pass(Duration.ofSeconds(25));
    harbor.routes.hold(replica(), 1);
    ok(harbor.engine.promotions().cancel(production, ASKED));
    harbor.settle();
  }

  private String replica() {
    return harbor.replicasOf(v2).getFirst().id();
  }

  private Receipt receipt() {
    var id = requireNonNull(harbor.latest(production)).id();
    return ok(harbor.engine.receipts().receipt(production, id));
  }

  private Leftovers leftovers() {
    return requireNonNull(receipt().leftovers());
  }

  @Test
  void theSecondsOfAReplicaThatDrainsAreCountedUntilItIsGone() {
    canceledWithARequestInFlight(Cleanup.SCALE_TO_ZERO);
    harbor.pass(Duration.ofSeconds(7));
    assertThat(leftovers().complete()).isFalse();
    assertThat(leftovers().replicas()).isEqualTo(1);
    harbor.routes.hold(replica(), 0);
    harbor.runtime.slowStops();
    harbor.settle();
    String stopping = replica();
    harbor.pass(Duration.ofSeconds(3));
    harbor.runtime.gone(stopping);
    harbor.settle();
    assertThat(leftovers().complete()).isTrue();
    assertThat(leftovers().replicaSeconds()).isEqualTo(10, EXACT);
    assertThat(leftovers().estimated()).isFalse();
    assertThat(Duration.between(requireNonNull(receipt().endedAt()), receipt().settledAt()))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aRestartMakesItAnUpperBoundThatSaysSo() {
    canceledWithARequestInFlight(Cleanup.DEACTIVATE);
    harbor.pass(Duration.ofSeconds(4));
    String there = replica();
    harbor.time.advance(Duration.ofSeconds(6));
    harbor.runtime.gone(there);
    harbor.restart();
    harbor.pass(Duration.ofSeconds(1));
    assertThat(leftovers().complete()).isTrue();
    assertThat(leftovers().estimated()).isTrue();
    assertThat(leftovers().replicaSeconds())
        .as("nobody saw when it went in these six seconds, and one more until the first look")
        .isEqualTo(11, EXACT);
  }

  @Test
  void replicasThatStayCostNothing() {
    canceledWithARequestInFlight(Cleanup.KEEP);
    harbor.pass(Duration.ofSeconds(9));
    assertThat(harbor.replicasOf(v2)).hasSize(1);
    assertThat(leftovers()).isEqualTo(new Leftovers(0, 0, false, true));
    assertThat(receipt().settledAt()).isEqualTo(receipt().endedAt());
  }

  @Test
  void aPromotionInProgressHasNone() {
    var created = harbor.model("digits");
    production = EngineFixture.production(created);
    v2 = harbor.push(production.modelId());
    harbor.settings(production, new PromotionSettings(false, false, Cleanup.KEEP, null, true, 100));
    ok(harbor.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    harbor.settle();
    assertThat(receipt().leftovers()).isNull();
  }

  @Test
  void theGatewaysConfirmationIsALineOfTheRecordWithItsGeneration() {
    canceledWithARequestInFlight(Cleanup.SCALE_TO_ZERO);
    var fenced =
        receipt().timeline().stream()
            .filter(e -> e.kind() == LineKind.FENCED)
            .findFirst()
            .orElseThrow();
    assertThat(fenced.text())
        .contains("every gateway has confirmed routing #" + fenced.generation() + ", with table ");
  }
}
