package dev.slipway.domain.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineKindTest {
  @Test
  void aKindIsStoredUnderTheNameThatItAlwaysHad() {
    assertThat(Arrays.stream(LineKind.values()).map(LineKind::name))
        .as("names are in databases: none is changed or taken away, new ones are added here")
        .contains(
            "STARTED",
            "SHIFT",
            "SCALE",
            "STEP",
            "STEP_COMPLETE",
            "PAUSED",
            "PREVIOUS_DOWN",
            "PREVIOUS_BACK",
            "GRACEFUL_CANCEL",
            "FORCE_CANCEL",
            "PAUSE",
            "RESUME",
            "FORCE_ROLL_FORWARD",
            "FAILING",
            "RETURNED",
            "FENCED",
            "SUCCEEDED",
            "CANCELED",
            "FAILED",
            "RESTARTED",
            "STOPPING",
            "SETTLED",
            "SUPERSEDED");
    for (LineKind kind : LineKind.values()) {
      assertThat(LineKind.stored(kind.name())).isEqualTo(kind);
    }
  }

  @Test
  void aKindOfTheFutureIsUnknownAndDecidesNothing() {
    LineKind kind = LineKind.stored("OF_THE_FUTURE");
    assertThat(kind).isEqualTo(LineKind.UNKNOWN);
    assertThat(kind.asked() || kind.last() || kind.endsCounting()).isFalse();
  }

  @Test
  void everyCommandLeavesALineThatNamesWhoAsked() {
    assertThat(Explorer.COMMANDS).extracting(Command::kind).allMatch(LineKind::asked);
    assertThat(Arrays.stream(LineKind.values()).filter(LineKind::asked))
        .containsExactlyInAnyOrderElementsOf(
            Explorer.COMMANDS.stream().map(Command::kind).toList());
  }
}
