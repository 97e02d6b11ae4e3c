package dev.slipway.engine.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CombinedDemandTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final EnvironmentKey KEY = new EnvironmentKey("model", "production");

  private final AutoscalingSettings settings =
      new AutoscalingSettings(0, 6, 10, 20, 4, 50, null, 50);
  private final CombinedDemand totals = new CombinedDemand();
  private Instant at = T0;

  private void sample(int seconds, int inFlight) {
    for (int i = 0; i < seconds; i++) {
      at = at.plusSeconds(1);
      totals.sample(KEY, settings, new Demand(inFlight, 0, 0, false), at);
    }
  }

  @Test
  void beforeTheFirstSampleTheSizeIsWhatItIs() {
    assertThat(totals.total(KEY, 4)).isEqualTo(4);
    assertThat(totals.total(KEY, 5)).isEqualTo(5);
  }

  @Test
  void theTotalFollowsBothSidesDemandUpAtOnceAndDownWithItsDelayToOne() {
    assertThat(totals.total(KEY, 2)).isEqualTo(2);
    sample(10, 8);
    assertThat(totals.total(KEY, 99)).as("not what runs, surge included").isEqualTo(4);
    sample(10, 80);
    assertThat(totals.total(KEY, 4)).as("the maximum").isEqualTo(6);
    sample(25, 0);
    assertThat(totals.total(KEY, 6)).isEqualTo(6);
    sample(10, 0);
    assertThat(totals.total(KEY, 6)).isEqualTo(3);
    sample(100, 0);
    assertThat(totals.total(KEY, 6)).as("never to zero while it rolls").isEqualTo(1);
  }

  @Test
  void whatDoesNotRollAnyMoreIsForgotten() {
    assertThat(totals.total(KEY, 2)).isEqualTo(2);
    sample(10, 8);
    totals.retain(Set.of());
    assertThat(totals.total(KEY, 3)).isEqualTo(3);
  }
}
