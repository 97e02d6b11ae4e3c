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
    try (var outputPoller = new OutputPoller(IDLE, NEVER, _ -> null)) {
      assertThat(outputPoller.pause()).isEqualTo(OutputPoller.BUSY);
      look(outputPoller, false);
      assertThat(outputPoller.pause()).isEqualTo(OutputPoller.BUSY.multipliedBy(2));
      look(outputPoller, false);
      look(outputPoller, false);
      assertThat(outputPoller.pause()).isEqualTo(IDLE);
      look(outputPoller, true);
      assertThat(outputPoller.pause()).isEqualTo(OutputPoller.BUSY);
    }
  }

  @Test
  void whatWasWrittenRightBeforeTheWatchBeganIsLookedForAtOnce() {
    var watch = new Silent();
    try (var outputPoller = new OutputPoller(IDLE, NEVER, _ -> watch)) {
      untilBegun(outputPoller, watch, 1);
      assertThat(outputPoller.pause()).isEqualTo(Duration.ZERO);
      look(outputPoller, true);
      assertThat(outputPoller.pause()).isEqualTo(OutputPoller.BUSY);
      assertThat(watch.ended).isOne();
    }
  }

  @Test
  void aMachineThatDoesNotTellIsNotReliedUpon() {
    var watch = new Silent();
    var told = Duration.ofMillis(1);
    try (var outputPoller = new OutputPoller(IDLE, told, _ -> watch)) {
      for (int missed = 1; missed <= OutputPoller.MAX_MISSED; missed++) {
        untilBegun(outputPoller, watch, missed);
        look(outputPoller, false);
        assertThat(outputPoller.pause()).isEqualTo(told);
        look(outputPoller, true);
        assertThat(watch.ended).isEqualTo(missed);
      }
      for (int i = 0; i < 4; i++) {
        look(outputPoller, false);
      }
      assertThat(outputPoller.pause()).isEqualTo(IDLE);
      assertThat(watch.begun).isEqualTo(OutputPoller.MAX_MISSED);
    }
  }

  @Test
  void aCallIsALookAtOnceAndShortPausesAgain() throws Exception {
    var watch = new Silent();
    try (var outputPoller = new OutputPoller(IDLE, NEVER, _ -> watch)) {
      untilBegun(outputPoller, watch, 1);
      look(outputPoller, false);
      assertThat(outputPoller.pause()).isEqualTo(NEVER);
      var waiting = CompletableFuture.supplyAsync(outputPoller::await);
      outputPoller.soon();
      assertThat(waiting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      outputPoller.found(false, List.of(dir));
      assertThat(outputPoller.pause()).isEqualTo(OutputPoller.BUSY);
    }
  }

  @Test
  void closingEndsAWait() throws Exception {
    var outputPoller = new OutputPoller(NEVER, NEVER, _ -> null);
    outputPoller.found(false, List.of(dir));
    var waiting = CompletableFuture.supplyAsync(outputPoller::await);
    outputPoller.close();
    assertThat(waiting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isFalse();
  }

  /// On a machine that does not tell, the look after [#IDLE] finds it.
  @Test
  void aWriteAfterASilenceIsToldOf() throws Exception {
    var file = Files.createFile(dir.resolve("out"));
    try (var outputPoller = new OutputPoller(IDLE, NEVER, FileWatch::ofMachine)) {
      for (int i = 0; i < 6; i++) {
        look(outputPoller, false);
      }
      boolean linux = System.getProperty("os.name", "").equals("Linux");
      assertThat(outputPoller.pause()).isEqualTo(linux ? NEVER : IDLE);
      for (int line = 0; line < 2; line++) {
        var waiting = CompletableFuture.supplyAsync(outputPoller::await);
        Files.write(file, "line\n".getBytes(UTF_8), StandardOpenOption.APPEND);
        assertThat(waiting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        outputPoller.found(true, List.of(dir));
        assertThat(outputPoller.pause()).isEqualTo(OutputPoller.BUSY);
        for (int i = 0; i < 6; i++) {
          look(outputPoller, false);
        }
      }
    }
  }

  private void untilBegun(OutputPoller outputPoller, Silent watch, int times) {
    for (int i = 0; i < 10 && watch.begun < times; i++) {
      look(outputPoller, false);
    }
    assertThat(watch.begun).isEqualTo(times);
  }

  /// A look that was due by its pause.
  private void look(OutputPoller outputPoller, boolean any) {
    outputPoller.found(any, List.of(dir));
  }
}
