package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path temp = Path.of("");

  @Test
  void cancelsInARampAndLeavesNothing() throws Exception {
    assertThat(new Rehearsal(temp.resolve("rehearsal"), 3).rehearse()).isEqualTo(3);
    assertThat(left()).isEmpty();
  }

  @Test
  void closedAtOnceItLeavesNothing() throws Exception {
    Rehearsal.start(temp.resolve("rehearsal"), Rehearsal.MAX).close();
    assertThat(left()).isEmpty();
  }

  @Test
  void removesWhatAKilledOneLeft() throws Exception {
    Path killed = Files.createDirectories(temp.resolve("rehearsal/logs"));
    Files.writeString(killed.resolve("a.log"), "left");
    Rehearsal.start(temp.resolve("rehearsal"), 0).close();
    assertThat(left()).isEmpty();
  }

  @Test
  void whereItCannotBeHeldTheServerIsNotTroubled() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "no directory");
    Rehearsal.start(file.resolve("rehearsal"), 1).close();
    assertThat(left()).containsExactly(file);
  }

  @Test
  void howManyHasALimit() {
    Rehearsal.check(0);
    Rehearsal.check(Rehearsal.MAX);
    for (int wrong : List.of(-1, Rehearsal.MAX + 1)) {
      assertThatThrownBy(() -> Rehearsal.check(wrong))
          .isInstanceOf(Failure.class)
          .hasMessage("--rehearsals: %d (expected: 0 to 1000)", wrong);
    }
  }

  private List<Path> left() throws IOException {
    try (var paths = Files.list(temp)) {
      return paths.toList();
    }
  }
}
