package dev.slipway.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPollerTest {
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final long DEADLINE_SECONDS = 60;

  @TempDir Path dir = Path.of("");

  /// A file system of which nothing is ever told.
  private static final class Silent implements FileWatch {
    private int begun;
    private int ended;

    @Override
    public boolean begin(Collection<Path> directories) {
      begun++;
      return true;
    }

    @Override
    public void end() {
      ended++;
    }

    @Override
    public void close() {
      // There is nothing to end.
    }
  }

  @Test
  void withoutAWatchThePauseGrowsToTheLongestAndIsShortAgainAfterAFind() {
    try (var looks = new OutputPoller(IDLE, NEVER, _ -> null)) {
      assertThat(looks.pause()).isEqualTo(OutputPoller.BUSY);
      look(looks, false);
      assertThat(looks.pause()).isEqualTo(OutputPoller.BUSY.multipliedBy(2));
      look(looks, false);
      look(looks, false);
      assertThat(looks.pause()).isEqualTo(IDLE);
      look(looks, true);
      assertThat(looks.pause()).isEqualTo(OutputPoller.BUSY);
    }
  }

  @Test
  void whatWasWrittenRightBeforeTheWatchBeganIsLookedForAtOnce() {
    var watch = new Silent();
    try (var looks = new OutputPoller(IDLE, NEVER, _ -> watch)) {
      untilBegun(looks, watch, 1);
      assertThat(looks.pause()).isEqualTo(Duration.ZERO);
      look(looks, true);
      assertThat(looks.pause()).isEqualTo(OutputPoller.BUSY);
      assertThat(watch.ended).isOne();
    }
  }

  @Test
  void aMachineThatDoesNotTellIsNotReliedUpon() {
    var watch = new Silent();
    var told = Duration.ofMillis(1);
    try (var looks = new OutputPoller(IDLE, told, _ -> watch)) {
      for (int missed = 1; missed <= OutputPoller.MAX_MISSED; missed++) {
        untilBegun(looks, watch, missed);
        look(looks, false);
        assertThat(looks.pause()).isEqualTo(told);
        look(looks, true);
        assertThat(watch.ended).isEqualTo(missed);
      }
      for (int i = 0; i < 4; i++) {
        look(looks, false);
      }
      assertThat(looks.pause()).isEqualTo(IDLE);
      assertThat(watch.begun).isEqualTo(OutputPoller.MAX_MISSED);
    }
  }

  @Test
  void aCallIsALookAtOnceAndShortPausesAgain() throws Exception {
    var watch = new Silent();
    try (var looks = new OutputPoller(IDLE, NEVER, _ -> watch)) {
      untilBegun(looks, watch, 1);
      look(looks, false);
      assertThat(looks.pause()).isEqualTo(NEVER);
      var waiting = CompletableFuture.supplyAsync(looks::await);
      looks.soon();
      assertThat(waiting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      looks.found(false, List.of(dir));
      assertThat(looks.pause()).isEqualTo(OutputPoller.BUSY);
    }
  }

  @Test
  void closingEndsAWait() throws Exception {
    var looks = new OutputPoller(NEVER, NEVER, _ -> null);
    looks.found(false, List.of(dir));
    var waiting = CompletableFuture.supplyAsync(looks::await);
    looks.close();
    assertThat(waiting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isFalse();
  }

  /// On a machine that does not tell, the look after [#IDLE] finds it.
  @Test
  void aWriteAfterASilenceIsToldOf() throws Exception {
    var file = Files.createFile(dir.resolve("out"));
    try (var looks = new OutputPoller(IDLE, NEVER, FileWatch::ofMachine)) {
      for (int i = 0; i < 6; i++) {
        look(looks, false);
      }
      boolean linux = System.getProperty("os.name", "").equals("Linux");
      assertThat(looks.pause()).isEqualTo(linux ? NEVER : IDLE);
      for (int line = 0; line < 2; line++) {
        var waiting = CompletableFuture.supplyAsync(looks::await);
        Files.write(file, "line\n".getBytes(UTF_8), StandardOpenOption.APPEND);
        assertThat(waiting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        looks.found(true, List.of(dir));
        assertThat(looks.pause()).isEqualTo(OutputPoller.BUSY);
        for (int i = 0; i < 6; i++) {
          look(looks, false);
        }
      }
    }
  }

  private void untilBegun(OutputPoller looks, Silent watch, int times) {
    for (int i = 0; i < 10 && watch.begun < times; i++) {
      look(looks, false);
    }
    assertThat(watch.begun).isEqualTo(times);
  }

  /// A look that was due by its pause.
  private void look(OutputPoller looks, boolean any) {
    looks.found(any, List.of(dir));
  }
}
