package dev.slipway.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Capturing, keeping and searching logs, without processes and with a clock that stands still.
class LogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final LogLimits LIMITS =
      new LogLimits(100, 2000, 3, 1 << 20, 500, Duration.ofSeconds(1));

  @TempDir Path data = Path.of("");
  private Path dir = Path.of("");
  private Path raw = Path.of("");
  private HolePunch holePunch = HolePunch.NONE;

  @BeforeEach
  void directories() {
    dir = data.resolve("logs/d1/r1");
    raw = dir.resolve("out");
  }

  @Test
  void linesOfOneReplicaNeverShareATime() throws IOException {
    capture("a\nb\nc\n");
    assertThat(all()).extracting(LogLine::message).containsExactly("a", "b", "c");
    assertThat(all()).extracting(LogLine::epochNanos).doesNotHaveDuplicates().isSorted();
    assertThat(all().getLast().epochNanos()).isEqualTo(NOW.getEpochSecond() * 1_000_000_000L);
  }

  @Test
  void everyLineIsTakenOverOnceAlsoOverARestart() throws IOException {
    capture("a\nb\nunfini");
    capture("shed\nc\n");
    capture("d\n");
    assertThat(all())
        .extracting(LogLine::message)
        .containsExactly("a", "b", "unfinished", "c", "d");
    assertThat(all()).extracting(LogLine::epochNanos).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void anUnfinishedLineIsShownAfterASecondAndItsRestIsTheNextLine() throws IOException {
    var nanos = new AtomicLong();
    append("a\nloading");
    var output =
        new RawOutput(raw, new LogWriter(dir, LIMITS, () -> NOW), LIMITS, holePunch, nanos::get);
    assertThat(output.pump(false)).as("it is to be looked at again soon").isTrue();
    nanos.set(RawOutput.SHOWN_AFTER.toNanos() - 1);
    output.pump(false);
    assertThat(all()).extracting(LogLine::message).containsExactly("a");
    nanos.incrementAndGet();
    output.pump(false);
    assertThat(output.pump(false)).isFalse();
    assertThat(all()).extracting(LogLine::message).containsExactly("a", "loading");
    append(" done\n");
    output.pump(false);
    assertThat(all()).extracting(LogLine::message).containsExactly("a", "loading", " done");
  }

  @Test
  void ofALineThatIsWrittenOverWhatATerminalWouldShowIsTaken() throws IOException {
    var nanos = new AtomicLong();
    var output =
        new RawOutput(raw, new LogWriter(dir, LIMITS, () -> NOW), LIMITS, holePunch, nanos::get);
    append("10%\r20%\r30%\r");
    output.pump(false);
    nanos.set(RawOutput.SHOWN_AFTER.toNanos());
    output.pump(false);
    append("40%\r100%\r\nnext\r\n");
    output.pump(false);
    assertThat(all()).extracting(LogLine::message).containsExactly("30%", "100%", "next");
  }

  @Test
  void anUnfinishedLineIsNotCutInACharacter() throws IOException {
    var nanos = new AtomicLong();
    var output =
        new RawOutput(raw, new LogWriter(dir, LIMITS, () -> NOW), LIMITS, holePunch, nanos::get);
    byte[] euro = "€".getBytes(UTF_8);
    Files.createDirectories(dir);
    Files.write(raw, new byte[] {'5', euro[0], euro[1]});
    output.pump(false);
    nanos.set(RawOutput.SHOWN_AFTER.toNanos());
    output.pump(false);
    Files.write(raw, new byte[] {euro[2], '\n'}, StandardOpenOption.APPEND);
    output.pump(false);
    assertThat(all()).extracting(LogLine::message).containsExactly("5", "€");
  }

  @Test
  void linesOfATracebackHaveTheLevelOfTheLineThatTheyBelongTo() throws IOException {
    capture(
        """
        WARNING retrying
        Traceback (most recent call last):
          File "m.py", line 1
            raise ValueError('INFO')
        ValueError: x
        plain
        """);
    assertThat(all())
        .extracting(LogLine::level)
        .containsExactly(
            Level.WARNING, Level.WARNING, Level.WARNING, Level.WARNING, Level.WARNING, null);
  }

  @Test
  void aRecordThatACrashLeftUnfinishedIsTakenOverAgain() throws IOException {
    capture("a\nb\n");
    var segment = Segments.of(dir).getLast();
    var text = Files.readString(segment);
    Files.writeString(segment, text.substring(0, text.length() - 2));
    capture("");
    assertThat(all()).extracting(LogLine::message).containsExactly("a", "b");
  }

  @Test
  void anEndedProcessLeavesItsUnfinishedLine() throws IOException {
    append("a\nno end");
    pump(true);
    assertThat(all()).extracting(LogLine::message).containsExactly("a", "no end");
  }

  @Test
  void aLongLineIsCutBetweenCharacters() throws IOException {
    var line = "x" + "\u00e4".repeat(150);
    capture(line + "\n");
    assertThat(all()).hasSizeGreaterThan(2);
    assertThat(String.join("", all().stream().map(LogLine::message).toList())).isEqualTo(line);
  }

  @Test
  void theRawOutputIsEmptiedAndNothingIsLostOrRepeated() throws IOException {
    var expected = new ArrayList<String>();
    for (var i = 0; i < 40; i++) {
      expected.add("line " + i + " " + "x".repeat(20));
      capture(expected.getLast() + "\n");
      assertThat(Files.size(raw)).isLessThan(LIMITS.rawBytes() + 100);
    }
    var kept = all().stream().map(LogLine::message).toList();
    assertThat(kept).isEqualTo(expected.subList(expected.size() - kept.size(), expected.size()));
  }

  @Test
  void whatIsReadIsGivenBackToTheDiskAndTheRestStays() throws IOException {
    holePunch = HolePunch.ofMachine();
    var expected = new ArrayList<String>();
    for (var i = 0; i < 40; i++) {
      expected.add("line " + i + " " + "x".repeat(20));
      capture(expected.getLast() + "\n");
    }
    append("unfinished");
    pump(false);
    assertThat(Files.readString(raw)).endsWith("unfinished").startsWith("\0".repeat(500));
    var kept = all().stream().map(LogLine::message).toList();
    assertThat(kept).isEqualTo(expected.subList(expected.size() - kept.size(), expected.size()));
  }

  @Test
  void aBurstIsLaidOutSoThatNoMillisecondHasMoreThanAPageOfLogs() throws IOException {
    var text = new StringBuilder();
    for (var i = 0; i < 30_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    append(text.toString());
    var big = new LogLimits(100, 1 << 30, 10, 1 << 30, 1 << 30, Duration.ofSeconds(1));
    new RawOutput(raw, new LogWriter(dir, big, () -> NOW), big, holePunch, () -> 0).pump(false);
    var lines = search(query(false, 100_000));
    assertThat(lines).hasSize(30_000);
    var most =
        lines.stream()
            .collect(Collectors.groupingBy(l -> l.epochNanos() / 1_000_000, Collectors.counting()))
            .values();
    assertThat(Collections.max(most)).isLessThanOrEqualTo(100);
    var ahead = lines.getLast().epochNanos() - LogWriter.nanos(NOW);
    assertThat(ahead).isLessThan(LogWriter.MAX_AHEAD);
  }

  @Test
  void replicasThatWroteInOneNanosecondHaveAnOrderThatBothDirectionsAgreeOn() throws IOException {
    for (var replica : List.of("r3", "r1", "r2")) {
      new LogWriter(data.resolve("logs/d1").resolve(replica), LIMITS, () -> NOW)
          .line(null, replica);
    }
    assertThat(all()).extracting(LogLine::message).containsExactly("r1", "r2", "r3");
    assertThat(search(query(true, 10)))
        .extracting(LogLine::message)
        .containsExactly("r3", "r2", "r1");
  }

  @Test
  void aCrashWhileTheRawOutputIsEmptiedRepeatsNothing() throws IOException {
    capture("a\nb\n");
    var writer = new LogWriter(dir, LIMITS, () -> NOW);
    writer.mark(-Files.size(raw));
    capture("c\n");
    writer = new LogWriter(dir, LIMITS, () -> NOW);
    writer.mark(-Files.size(raw));
    Files.write(raw, new byte[0]);
    capture("d\n");
    assertThat(all()).extracting(LogLine::message).containsExactly("a", "b", "c", "d");
  }

  @Test
  void oldFilesAreRemoved() throws IOException {
    for (var i = 0; i < 100; i++) {
      capture("line " + i + " " + "x".repeat(80) + "\n");
    }
    assertThat(Segments.of(dir)).hasSize(LIMITS.segments());
    assertThat(all()).last().extracting(LogLine::message).asString().startsWith("line 99 ");
    assertThat(all()).hasSizeLessThan(100);
  }

  @Test
  void bothDirectionsSeeTheSameLinesOverSeveralFilesAndBlocks() throws IOException {
    var big = new LogLimits(16 << 10, 150_000, 10, 1 << 30, 1 << 30, Duration.ofSeconds(1));
    var text = new StringBuilder();
    for (var i = 0; i < 5000; i++) {
      text.append("line ").append(i).append(' ').append("y".repeat(i % 90)).append('\n');
    }
    append(text.toString());
    var writer = new LogWriter(dir, big, () -> NOW);
    new RawOutput(raw, writer, big, HolePunch.NONE, () -> 0).pump(false);
    assertThat(Segments.of(dir)).hasSizeGreaterThan(1);
    var forward = search(query(false, 10_000));
    var backward = new ArrayList<>(search(query(true, 10_000)));
    Collections.reverse(backward);
    assertThat(forward).hasSize(5000).isEqualTo(backward);
    assertThat(search(query(true, 3)))
        .extracting(LogLine::message)
        .allMatch(m -> m.startsWith("line 499"))
        .hasSize(3);
    var middle = forward.get(2500);
    assertThat(search(between(middle.epochNanos(), middle.epochNanos()))).containsExactly(middle);
  }

  @Test
  void filtersHoldTogether() throws IOException {
    capture(
        """
        {"level": "warning", "request_id": "q1", "message": "slow"}
        2026-01-02 INFO request_id=q2 fine
        ERROR: broken request_id=q1
        plain words about an error
        """);
    assertThat(all())
        .extracting(LogLine::level)
        .containsExactly(Level.WARNING, Level.INFO, Level.ERROR, null);
    assertThat(all()).extracting(LogLine::requestId).containsExactly("q1", "q2", "q1", null);
    assertThat(filtered(Level.WARNING, null, null, "", "")).hasSize(2);
    assertThat(filtered(null, "q1", null, "", "")).hasSize(2);
    assertThat(filtered(null, null, "err(or|y)$", "", "")).hasSize(1);
    assertThat(filtered(null, null, "(?i)ERROR", "", "")).hasSize(2);
    assertThat(filtered(null, null, null, "request_id", "broken")).hasSize(2);
    assertThat(filtered(Level.ERROR, "q1", "^ERROR", "broken", "slow")).hasSize(1);
  }

  @Test
  void aPatternThatIsNoRe2IsRefused() {
    assertThatThrownBy(() -> filtered(null, null, "(a", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("search pattern");
    assertThatThrownBy(() -> filtered(null, null, "(?=a)", "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void capture(String text) throws IOException {
    append(text);
    pump(false);
  }

  private void append(String text) throws IOException {
    Files.createDirectories(dir);
    Files.write(raw, text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// With a new writer each time, as after a restart.
  private void pump(boolean ended) throws IOException {
    new RawOutput(raw, new LogWriter(dir, LIMITS, () -> NOW), LIMITS, holePunch, () -> 0)
        .pump(ended);
  }

  private List<LogLine> all() throws IOException {
    return search(query(false, 1000));
  }

  private List<LogLine> search(LogQuery query) throws IOException {
    return new LogSearch(query).run(new DataDirs(data)).lines();
  }

  private static LogQuery query(boolean newestFirst, int limit) {
    return Fixture.everything(newestFirst, limit);
  }

  private static LogQuery between(long from, long to) {
    return new LogQuery(
        List.of("d1"),
        Instant.EPOCH.plusNanos(from),
        Instant.EPOCH.plusNanos(to),
        false,
        10,
        LogQuery.Filter.NONE);
  }

  private List<LogLine> filtered(
      @Nullable Level level,
      @Nullable String requestId,
      @Nullable String pattern,
      String include,
      String exclude)
      throws IOException {
    return search(
        new LogQuery(
            List.of("d1"),
            Instant.EPOCH,
            Instant.MAX,
            false,
            10,
            new LogQuery.Filter(
                level,
                "r1",
                requestId,
                pattern,
                List.of(include),
                exclude.isEmpty() ? List.of() : List.of(exclude),
                null)));
  }
}
