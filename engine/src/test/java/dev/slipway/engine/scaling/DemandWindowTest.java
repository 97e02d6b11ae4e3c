package dev.slipway.engine.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Autoscale.Load;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemandWindowTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TEN = Duration.ofSeconds(10);

  private final DemandWindow window = new DemandWindow();

  private Load add(long second, int inFlight, int parked, long arrived, Duration length) {
    return window.add(T0.plusSeconds(second), new Demand(inFlight, parked, arrived, false), length);
  }

  @Test
  void whatWaitsCountsLikeWhatIsInFlight() {
    assertThat(add(0, 2, 3, 0, TEN)).isEqualTo(new Load(5, 1, 5, true, false));
  }

  @Test
  void whatIsOlderThanTheWindowCountsNoMore() {
    add(0, 9, 0, 0, TEN);
    add(5, 1, 0, 0, TEN);
    assertThat(add(10, 1, 0, 0, TEN)).isEqualTo(new Load(11, 3, 1, true, true));
    assertThat(add(11, 1, 0, 0, TEN)).isEqualTo(new Load(3, 3, 1, true, true));
  }

  @Test
  void aRequestThatCameAndWentBetweenTwoSamplesIsSeen() {
    add(0, 0, 0, 7, TEN);
    assertThat(add(1, 0, 0, 8, TEN).busy()).isTrue();
    assertThat(add(2, 0, 0, 8, TEN).busy()).isFalse();
  }

  @Test
  void aWindowThatGrewIsWholeWhenItsSamplesReachThatFar() {
    for (int i = 0; i <= 30; i++) {
      add(i, 0, 0, 0, TEN);
    }
    Duration minute = Duration.ofMinutes(1);
    assertThat(add(31, 0, 0, 0, minute).whole()).isFalse();
    for (int i = 32; i < 80; i++) {
      assertThat(add(i, 0, 0, 0, minute).whole()).isFalse();
    }
    assertThat(add(80, 0, 0, 0, minute).whole()).isTrue();
  }

  @Test
  void aGapOrAClockThatWasSetBackStartsItAnew() {
    add(0, 5, 0, 0, TEN);
    assertThat(add(100, 1, 0, 0, TEN)).isEqualTo(new Load(1, 1, 1, true, false));
    assertThat(add(50, 2, 0, 0, TEN)).isEqualTo(new Load(2, 1, 2, true, false));
  }
}
