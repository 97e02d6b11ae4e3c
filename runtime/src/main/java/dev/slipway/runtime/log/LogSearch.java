package dev.slipway.runtime.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogPage;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.runtime.settings.DataDirs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Runs one log query: merges the logs that it names by time, up to its limit. It holds one block
/// of each log in memory, however long the logs are.
public final class LogSearch {
  private record Head(LogLine line, LogCursor cursor) {}

  private final LogQuery query;
  private final long from;
  private final long to;
  private final @Nullable Pattern pattern;

  /// @throws IllegalArgumentException where the pattern is no RE2
  public LogSearch(LogQuery query) {
    this.query = query;
    this.from = LogWriter.nanos(query.from());
    this.to = LogWriter.nanos(query.to());
    this.pattern = compile(query.filter().pattern());
  }

  private static @Nullable Pattern compile(@Nullable String pattern) {
    try {
      return pattern == null ? null : Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("search pattern: " + e.getDescription(), e);
    }
  }

  public LogPage run(DataDirs dirs) throws IOException {
    // Pages of one log must agree on the order, also where two replicas wrote in one nanosecond.
    var byTime =
        Comparator.comparingLong((Head h) -> h.line().epochNanos())
            .thenComparing(h -> Objects.requireNonNullElse(h.line().replica(), ""))
            .thenComparing(h -> h.line().deployment());
    var heads = new PriorityQueue<Head>(query.newestFirst() ? byTime.reversed() : byTime);
    for (var deployment : query.deployments()) {
      for (var dir : LogStore.directories(dirs.logs(deployment))) {
        var name = dir.getFileName().toString();
        var replica = name.equals(LogStore.DEPLOYMENT) ? null : name;
        if (query.filter().wants(replica)) {
          var segments = Segments.between(dir, from, to);
          push(heads, new LogCursor(deployment, replica, segments, query.newestFirst()));
        }
      }
    }
    var found = new ArrayList<LogLine>();
    while (found.size() < query.limit()) {
      var head = heads.poll();
      if (head == null) {
        break;
      }
      found.add(head.line());
      push(heads, head.cursor());
    }
    return new LogPage(found);
  }

  /// Adds the next line of a cursor that matches, where there is one.
  private void push(PriorityQueue<Head> heads, LogCursor cursor) throws IOException {
    for (var line = cursor.next(); line != null; line = cursor.next()) {
      var at = line.epochNanos();
      if (query.newestFirst() ? at < from : at > to) {
        return;
      }
      if (at >= from && at <= to && matches(line)) {
        heads.add(new Head(line, cursor));
        return;
      }
    }
  }

  private boolean matches(LogLine line) {
    var filter = query.filter();
    var level = line.level();
    if (filter.minLevel() != null && (level == null || level.compareTo(filter.minLevel()) < 0)) {
      return false;
    }
    if (filter.requestId() != null && !filter.requestId().equals(line.requestId())) {
      return false;
    }
    var text = line.message();
    return filter.includes().stream().allMatch(text::contains)
        && filter.excludes().stream().noneMatch(text::contains)
        && (pattern == null || pattern.matcher(text).find());
  }
}
