package dev.slipway.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogLine.Level;
import org.jspecify.annotations.Nullable;

/// One line of a log file: `nanos TAB offset TAB level TAB request id TAB message`.
///
/// @param offset how much of the replica's raw output was read when this line was written, so that
///   reading goes on exactly behind the last line after a crash; negative: the raw output of that
///   length is about to be emptied
/// @param mark the record only keeps the offset, and is no line of a log
record LogRecord(
    long nanos,
    long offset,
    boolean mark,
    @Nullable Level level,
    @Nullable String requestId,
    String message) {
  private static final int FIELDS = 5;
  private static final String MARK = "-";

  byte[] bytes() {
    var line =
        nanos
            + "\t"
            + offset
            + "\t"
            + (mark ? MARK : level == null ? "" : level.name())
            + "\t"
            + (requestId == null ? "" : requestId)
            + "\t"
            + message.replace('\n', ' ')
            + "\n";
    return line.getBytes(UTF_8);
  }

  /// @return null: it is no whole record
  static @Nullable LogRecord parse(String line) {
    var f = line.split("\t", FIELDS);
    if (f.length < FIELDS) {
      return null;
    }
    try {
      var mark = f[2].equals(MARK);
      var level = mark || f[2].isEmpty() ? null : Level.valueOf(f[2]);
      var requestId = f[3].isEmpty() ? null : f[3];
      return new LogRecord(
          Long.parseLong(f[0]), Long.parseLong(f[1]), mark, level, requestId, f[4]);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  LogLine line(String deployment, @Nullable String replica) {
    return new LogLine(nanos, deployment, replica, requestId, level, message);
  }
}
