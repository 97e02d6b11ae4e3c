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

  private final EngineFixture engineFixture = new EngineFixture();
  private EnvironmentKey production = new EnvironmentKey("", "");
  private String v2 = "";

  private void canceledWithARequestInFlight(Cleanup cleanup) {
    var created = engineFixture.model("digits");
    production = EngineFixture.production(created);
    v2 = engineFixture.push(production.modelId());
    engineFixture.settings(
        production, new PromotionSettings(false, false, cleanup, null, true, 100));
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(25));
    engineFixture.routes.hold(replica(), 1);
    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    engineFixture.settle();
  }

  private String replica() {
    return engineFixture.replicasOf(v2).getFirst().id();
  }

  private Receipt receipt() {
    var id = requireNonNull(engineFixture.latest(production)).id();
    return ok(engineFixture.engine.receipts().receipt(production, id));
  }

  private Leftovers leftovers() {
    return requireNonNull(receipt().leftovers());
  }

  @Test
  void theSecondsOfAReplicaThatDrainsAreCountedUntilItIsGone() {
    canceledWithARequestInFlight(Cleanup.SCALE_TO_ZERO);
    engineFixture.pass(Duration.ofSeconds(7));
    assertThat(leftovers().complete()).isFalse();
    assertThat(leftovers().replicas()).isEqualTo(1);
    engineFixture.routes.hold(replica(), 0);
    engineFixture.runtime.slowStops();
    engineFixture.settle();
    String stopping = replica();
    engineFixture.pass(Duration.ofSeconds(3));
    engineFixture.runtime.gone(stopping);
    engineFixture.settle();
    assertThat(leftovers().complete()).isTrue();
    assertThat(leftovers().replicaSeconds()).isEqualTo(10, EXACT);
    assertThat(leftovers().estimated()).isFalse();
    assertThat(Duration.between(requireNonNull(receipt().endedAt()), receipt().settledAt()))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aRestartMakesItAnUpperBoundThatSaysSo() {
    canceledWithARequestInFlight(Cleanup.DEACTIVATE);
    engineFixture.pass(Duration.ofSeconds(4));
    String there = replica();
    engineFixture.time.advance(Duration.ofSeconds(6));
    engineFixture.runtime.gone(there);
    engineFixture.restart();
    engineFixture.pass(Duration.ofSeconds(1));
    assertThat(leftovers().complete()).isTrue();
    assertThat(leftovers().estimated()).isTrue();
    assertThat(leftovers().replicaSeconds())
        .as("nobody saw when it went in these six seconds, and one more until the first look")
        .isEqualTo(11, EXACT);
  }

  @Test
  void replicasThatStayCostNothing() {
    canceledWithARequestInFlight(Cleanup.KEEP);
    engineFixture.pass(Duration.ofSeconds(9));
    assertThat(engineFixture.replicasOf(v2)).hasSize(1);
    assertThat(leftovers()).isEqualTo(new Leftovers(0, 0, false, true));
    assertThat(receipt().settledAt()).isEqualTo(receipt().endedAt());
  }

  @Test
  void aPromotionInProgressHasNone() {
    var created = engineFixture.model("digits");
    production = EngineFixture.production(created);
    v2 = engineFixture.push(production.modelId());
    engineFixture.settings(
        production, new PromotionSettings(false, false, Cleanup.KEEP, null, true, 100));
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.settle();
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
        .contains(
            "every gateway has confirmed routing #"
                + fenced.after().generation()
                + ", with table ");
  }
}
