package dev.slipway.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Repeats repeats = new Repeats(() -> now);
  private final List<String> lines = new ArrayList<>();

  @Test
  void theSameIsSaidOnceAMinuteWithTheNumberOfThoseBetween() {
    for (int second = 0; second < 61; second++) {
      repeats.say("full", more -> lines.add("no room" + more));
      now = now.plusSeconds(1);
    }
    assertThat(lines).containsExactly("no room", "no room (and 59 times since this was said last)");
  }

  @Test
  void eachKeyIsSaidByItself() {
    repeats.say("full", more -> lines.add("full" + more));
    repeats.say("busy", more -> lines.add("busy" + more));
    assertThat(lines).containsExactly("full", "busy");
  }

  @Test
  void whatIsOverIsSaidAtOnceWhenItComesAgain() {
    repeats.say("full", lines::add);
    repeats.over("full");
    repeats.say("full", lines::add);
    assertThat(lines).containsExactly("", "");
  }

  @Test
  void aClockThatIsSetBackSilencesNothing() {
    repeats.say("full", lines::add);
    now = Instant.EPOCH;
    repeats.say("full", lines::add);
    assertThat(lines).hasSize(2);
  }

  @Test
  void manyKeysAreForgottenTogether() {
    for (int i = 0; i <= Repeats.KEYS_MAX; i++) {
      repeats.say("key " + i, _ -> {});
    }
    repeats.say("key 0", lines::add);
    assertThat(lines).hasSize(1);
  }
}
