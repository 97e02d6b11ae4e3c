package dev.slipway.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes as fast as it can, while what it writes is taken over and given back.
class LogSpeedTest {
  private static final int LINES = 400_000;

  /// A write for each line, so that the reader catches up again and again.
  private static final String ONE = "i=$((i+1)); echo $i";

  /// Given back often, so that this happens while the process writes.
  private static final LogLimits LIMITS =
      new LogLimits(100, 1 << 20, 100, 1 << 30, 4_096, Duration.ofSeconds(1));

  @TempDir Path data = Path.of("");

  @Test
  void losesNoLineAndRepeatsNone() throws Exception {
    var dir = Files.createDirectories(data.resolve("logs/d1/r1"));
    var raw = Files.createFile(dir.resolve("out"));
    var process =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt " + LINES + " ]; do " + ONE + "; done")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(raw.toFile()))
            .start();
    var log =
        new RawOutput(
            raw, new LogWriter(dir, LIMITS, InstantSource.system()), LIMITS, hole(), () -> 0);
    while (process.isAlive()) {
      log.pump(false);
    }
    log.pump(true);
    assertThat(process.waitFor()).isZero();
    var expected = IntStream.rangeClosed(1, LINES).mapToObj(String::valueOf).toList();
    assertThat(search().stream().map(LogLine::message).toList()).isEqualTo(expected);
    assertThat(search().stream().map(LogLine::epochNanos).toList())
        .doesNotHaveDuplicates()
        .isSorted();
  }

  private static HolePunch hole() {
    return HolePunch.ofMachine();
  }

  private List<LogLine> search() throws IOException {
    return new LogSearch(Fixture.everything(false, LINES + 1)).run(new DataDirs(data)).lines();
  }
}
