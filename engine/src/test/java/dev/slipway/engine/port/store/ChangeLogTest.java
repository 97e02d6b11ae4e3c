package dev.slipway.engine.port.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private final ChangeLog log = new ChangeLog();

  @Test
  void whoAskedBeforeTheOldestThatIsRememberedIsToldEverything() {
    log.add(List.of("first"));
    long early = log.since(Changes.NEVER).mark();
    log.add(List.of("second"));
    assertThat(log.since(early).models()).containsExactly("second");
    for (int i = 0; i < ChangeLog.REMEMBERED_MAX; i++) {
      log.add(List.of("m" + i));
    }
    assertThat(log.since(early).everything()).isTrue();
    long late = log.since(Changes.NEVER).mark();
    log.add(List.of("last"));
    assertThat(log.since(late)).isEqualTo(new Changes(late + 1, false, Set.of("last")));
  }

  @Test
  void aModelThatChangesAgainIsNamedToThoseWhoAskedInBetween() {
    log.add(List.of("a"));
    log.add(List.of("b"));
    long mark = log.since(Changes.NEVER).mark();
    log.add(List.of("a"));
    assertThat(log.since(mark).models()).containsExactly("a");
  }

  @Test
  void aMarkOfAnotherLogIsToldEverything() {
    assertThat(log.since(1_000).everything()).isTrue();
  }
}
