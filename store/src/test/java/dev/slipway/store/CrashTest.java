package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise P5 for the store alone: a process that is killed at a random moment loses no transaction
/// that it had acknowledged, and leaves none half done.
class CrashTest {
  private static final int KILLS = 10;
  private static final int WRITES_MAX = 400;
  private static final long SEED = 20_260_304L;

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedIsThereAfterAKill() throws Exception {
    Path file = directory.resolve("slipway.db");
    var random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int acknowledged =
          writeAndKill(file, 1 + random.nextInt(WRITES_MAX), random.nextInt(2_000_000));
      try (var store = SqlStore.sqlite(file)) {
        store.<Boolean>read(tx -> {
          assertThat(number(tx, "left")).isGreaterThanOrEqualTo(acknowledged);
          assertThat(number(tx, "right")).isEqualTo(number(tx, "left"));
          return true;
        });
      }
    }
  }

  /// Kills the child some nanoseconds after it has acknowledged `after` transactions.
  ///
  /// @return the last number that it acknowledged
  private static int writeAndKill(Path file, int after, long nanos)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashTest.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int last = 0;
    try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
      for (int i = 0; i < after; i++) {
        last = next(out);
        assertThat(last).as("an acknowledgement of the child").isPositive();
      }
      long until = System.nanoTime() + nanos;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      // Through the handle: Process.destroyForcibly would close the pipe that is read next.
      child.toHandle().destroyForcibly();
      for (int n = next(out); n > 0; n = next(out)) {
        last = n;
      }
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
    return last;
  }

  /// @return 0 at the end of what the child wrote whole
  private static int next(BufferedReader out) throws IOException {
    String line = out.readLine();
    return line == null || !line.endsWith(".")
        ? 0
        : Integer.parseInt(line, 0, line.length() - 1, 10);
  }

  /// The child: writes numbered transactions until it is killed.
  public static void main(String[] arguments) {
    try (var store = SqlStore.sqlite(Path.of(arguments[0]))) {
      while (true) {
        System.out.println(store.<Integer>transact(CrashTest::addOne) + ".");
      }
    }
  }

  private static int addOne(Store.Tx tx) {
    int next = number(tx, "left") + 1;
    tx.settings().put("left", Integer.toString(next));
    tx.settings().put("right", Integer.toString(next));
    return next;
  }

  private static int number(Store.Tx tx, String name) {
    @Nullable String value = tx.settings().get(name);
    return value == null ? 0 : Integer.parseInt(value);
  }
}
