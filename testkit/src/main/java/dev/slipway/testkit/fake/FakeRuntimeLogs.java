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
    var filter = q.filter();
    var level = line.level();
    var text = line.message();
    return q.deployments().contains(line.deployment())
        && line.epochNanos() >= from
        && line.epochNanos() <= to
        && (filter.minLevel() == null || (level != null && level.compareTo(filter.minLevel()) >= 0))
        && filter.wants(line.replica())
        && (filter.requestId() == null || filter.requestId().equals(line.requestId()))
        && (filter.pattern() == null || Pattern.compile(filter.pattern()).matcher(text).find())
        && filter.includes().stream().allMatch(text::contains)
        && filter.excludes().stream().noneMatch(text::contains);
  }
}
