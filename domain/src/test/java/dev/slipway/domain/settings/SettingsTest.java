package dev.slipway.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void aNumberOutOfItsRangeIsRefusedByItsPublishedName() {
    assertThatThrownBy(() -> new AutoscalingSettings(0, 1, 9, 900, 1, 70, null, 50))
        .isInstanceOfSatisfying(
            InvalidSetting.class, e -> assertThat(e.setting()).isEqualTo("autoscaling_window"))
        .hasMessage("autoscaling_window: 9 (expected: 10 to 3600)");
  }

  @Test
  void theMinimumMayNotPassTheMaximum() {
    assertThatThrownBy(() -> new AutoscalingSettings(3, 2, 60, 900, 1, 70, null, 50))
        .hasMessage("min_replica: 3 (expected: at most max_replica, 2)");
  }

  @Test
  void exactlyOneOfSurgeAndUnavailableIsNotZero() {
    assertThatThrownBy(() -> new RollingConfig(0, 0, 0, 0)).isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> new RollingConfig(5, 5, 0, 0)).isInstanceOf(InvalidSetting.class);
    assertThat(new RollingConfig(0, 50, 3600, 500).maxUnavailablePercent()).isEqualTo(50);
  }

  @Test
  void sharesOfEverySplitSumToAHundred() {
    for (Split s : new Split[] {new Split.Whole("a"), new Split.Shared("a", "b", 37)}) {
      assertThat(s.percentTo("a") + s.percentTo("b")).isEqualTo(100);
    }
    assertThat(new Split.None().percentTo("a")).isZero();
    assertThatThrownBy(() -> new Split.Shared("a", "b", 101))
        .hasMessage("candidatePercent: 101 (expected: 0 to 100)");
    assertThatThrownBy(() -> new Split.Shared("a", "a", 50)).hasMessageContaining("both a");
  }

  @Test
  void theGenerationGrowsWithEveryChangeAndOnlyThen() {
    var first = Routing.EMPTY.to(new Split.Whole("a"));
    assertThat(first.generation()).isEqualTo(1);
    assertThat(first.to(new Split.Whole("a"))).isSameAs(first);
    assertThat(first.to(new Split.Whole("b")).generation()).isEqualTo(2);
  }
}
