package dev.slipway.domain.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PromotionStatesPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/promotion-states.md");

  @Test
  void thePageShowsTheStatesAsTheyAreInTheCode() throws IOException {
    String text = StatePage.text();
    if (Boolean.getBoolean("slipway.write")) {
      Files.writeString(PAGE, text);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "docs/promotion-states.md is not what the code says; write it anew with"
                + " ./mvnw -pl domain test -Dtest=PromotionStatesPageTest -Dslipway.write=true")
        .isEqualTo(text);
  }

  @Test
  void everyStateIsReachedByTheWalk() {
    assertThat(Explorer.ALL.statuses.keySet())
        .containsExactlyInAnyOrderElementsOf(
            StatePage.leaves(PromotionState.class).stream().map(Class::getSimpleName).toList());
  }
}
