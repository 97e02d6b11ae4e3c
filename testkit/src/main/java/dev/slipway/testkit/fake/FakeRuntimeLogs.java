package dev.slipway.testkit.fake;

import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogPage;
import dev.slipway.engine.port.runtime.LogQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// The filters of a log query over lines in memory. The JDK's patterns stand in for RE2.
final class FakeRuntimeLogs {
  private FakeRuntimeLogs() {}

  static LogPage search(List<LogLine> lines, LogQuery query) {
    var byTime = Comparator.comparingLong(LogLine::epochNanos);
    return new LogPage(
        lines.stream()
            .filter(line -> matches(line, query))
            .sorted(query.newestFirst() ? byTime.reversed() : byTime)
            .limit(query.limit())
            .toList());
  }

  private static boolean matches(LogLine line, LogQuery q) {
    var from = ChronoUnit.NANOS.between(Instant.EPOCH, q.from());
    var to = ChronoUnit.NANOS.between(Instant.EPOCH, q.to());
    var level = line.level();
    var text = line.message();
    return q.deployments().contains(line.deployment())
        && line.epochNanos() >= from
        && line.epochNanos() <= to
        && (q.minLevel() == null || (level != null && level.compareTo(q.minLevel()) >= 0))
        && q.wants(line.replica())
        && (q.requestId() == null || q.requestId().equals(line.requestId()))
        && (q.pattern() == null || Pattern.compile(q.pattern()).matcher(text).find())
        && q.includes().stream().allMatch(text::contains)
        && q.excludes().stream().noneMatch(text::contains);
  }
}
