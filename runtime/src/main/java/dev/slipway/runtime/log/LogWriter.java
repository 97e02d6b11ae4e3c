package dev.slipway.runtime.log;

import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Appends to the log files of one directory. Times grow strictly, also over a restart.
///
/// Readers page by milliseconds, a thousand lines at most a page. So lines that are read at once
/// are laid [#STEP] apart: up to the moment of reading, and where that is too short, beyond it.
public final class LogWriter {
  /// The time between two lines of one read, in nanoseconds: a hundred lines in a millisecond.
  static final long STEP = 10_000;

  /// The most that the time of a line may lie before the moment of its read, in nanoseconds: about
  /// the time since the read before.
  static final long MAX_BACK = 50_000_000;

  /// The most that the time of a line may lie after the moment of its read, in nanoseconds. A
  /// replica that goes on writing more than a hundred thousand lines a second gets more of them in
  /// a millisecond.
  static final long MAX_AHEAD = 1_000_000_000;

  /// The last lines of a log that the reason of a failure shows.
  public static final int TAIL_LINES = 10;

  /// How many of the last lines are searched for what a process says of itself.
  static final int SEARCHED_LINES = 60;

  private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

  private final Path dir;
  private final LogLimits limits;
  private final InstantSource clock;
  private final ArrayDeque<String> tail = new ArrayDeque<>();
  private final Continuations continuations = new Continuations();
  private @Nullable Path segment;
  private long size;
  private long lastNanos;
  private long offset;

  LogWriter(Path dir, LogLimits limits, InstantSource clock) throws IOException {
    this.dir = dir;
    this.limits = limits;
    this.clock = clock;
    Files.createDirectories(dir);
    recover();
  }

  Path directory() {
    return dir;
  }

  private void recover() throws IOException {
    for (var path : Segments.of(dir).reversed()) {
      // A record is its line, at most three bytes for each of its bytes, and four short fields.
      var last = Segments.repair(path, 3 * limits.lineBytes() + 512);
      if (last == null) {
        Files.delete(path);
        continue;
      }
      segment = path;
      size = Files.size(path);
      lastNanos = last.nanos();
      offset = last.offset();
      return;
    }
  }

  /// See [LogRecord#offset].
  synchronized long offset() {
    return offset;
  }

  synchronized void line(@Nullable Level level, String message) throws IOException {
    var record = record(now(), false, level, null, message, offset);
    write(record.bytes(), record.nanos());
  }

  /// Writes lines that were read from the raw output.
  ///
  /// @param ends where in the raw output each of them ends
  synchronized void captured(List<String> lines, List<Long> ends) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    var batch = new ByteArrayOutputStream();
    var first = 0L;
    var now = now();
    var start = now - Math.min((lines.size() - 1) * STEP, MAX_BACK);
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var at = Math.min(start + i * STEP, now);
      var r =
          record(
              at, false, continuations.next(line), LineParser.requestId(line), line, ends.get(i));
      first = i == 0 ? r.nanos() : first;
      batch.writeBytes(r.bytes());
    }
    write(batch.toByteArray(), first);
    offset = ends.getLast();
    for (var line : lines) {
      tail.addLast(line);
      if (tail.size() > SEARCHED_LINES) {
        tail.removeFirst();
      }
    }
  }

  /// Writes a mark: the raw output is about to be emptied (negative), or was emptied (0).
  synchronized void mark(long newOffset) throws IOException {
    var record = record(now(), true, null, null, "", newOffset);
    write(record.bytes(), record.nanos());
    offset = newOffset;
  }

  /// @param most how many lines, up to [#SEARCHED_LINES]
  synchronized List<String> tail(int most) {
    return tail.stream().skip(Math.max(0, tail.size() - most)).toList();
  }

  /// Forgets the tail, which is of one process.
  synchronized void clearTail() {
    continuations.clear();
    tail.clear();
  }

  private long now() {
    return nanos(clock.instant());
  }

  private LogRecord record(
      long at,
      boolean mark,
      @Nullable Level level,
      @Nullable String requestId,
      String message,
      long end) {
    var step = lastNanos - at < MAX_AHEAD ? STEP : 1;
    lastNanos = Math.max(at, lastNanos + step);
    return new LogRecord(lastNanos, end, mark, level, requestId, message);
  }

  /// Nanoseconds since 1970; a moment that 64 bits cannot hold becomes the first or last that they
  /// can.
  static long nanos(Instant at) {
    if (at.isAfter(LATEST)) {
      return Long.MAX_VALUE;
    }
    return at.isBefore(Instant.EPOCH) ? 0 : ChronoUnit.NANOS.between(Instant.EPOCH, at);
  }

  private void write(byte[] bytes, long firstNanos) throws IOException {
    var target = segment;
    if (target == null || size >= limits.segmentBytes()) {
      target = Segments.named(dir, firstNanos);
      segment = target;
      size = 0;
      var all = Segments.of(dir);
      // The new one is not there yet, so one fewer of the old ones may stay.
      for (var i = 0; i <= all.size() - limits.segments(); i++) {
        Files.deleteIfExists(all.get(i));
      }
    }
    try {
      Files.write(target, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      size += bytes.length;
    } catch (IOException e) {
      cut(target);
      throw e;
    }
  }

  /// Takes off a part of a record that a full disk took, so that the next one begins a line.
  private void cut(Path target) throws IOException {
    if (Files.exists(target)) {
      try (var out = FileChannel.open(target, StandardOpenOption.WRITE)) {
        out.truncate(size);
      }
    }
  }
}
