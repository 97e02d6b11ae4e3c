package dev.slipway.cli.client;

import dev.slipway.cli.host.Failure;
import dev.slipway.wire.LogBodies.LogV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a deployment's log page by page.
public final class LogPages {
  /// The largest page that servers give.
  public static final int PAGE = 1000;

  private final Api api;
  private final String path;
  private @Nullable String level;

  public LogPages(Api api, String model, String deployment) {
    this.api = api;
    this.path = Urls.deployment(model, deployment) + "/logs";
  }

  public LogPages atLevel(@Nullable String minLevel) {
    level = minLevel;
    return this;
  }

  /// The newest `limit` lines of the server's default window, oldest first.
  public List<Element<LogV1>> newest(int limit) {
    return page(null, null, "desc", Math.min(limit, PAGE)).reversed();
  }

  /// The newest `limit` lines since `from`, oldest first.
  public List<Element<LogV1>> newest(Instant from, Instant to, int limit) {
    var lines = new ArrayList<Element<LogV1>>();
    var seen = new SeenLines();
    Long end = to.toEpochMilli();
    while (lines.size() < limit) {
      List<Element<LogV1>> page = page(from.toEpochMilli(), end, "desc", PAGE);
      List<Element<LogV1>> fresh = page.stream().filter(seen::add).toList();
      lines.addAll(fresh);
      if (page.size() < PAGE) {
        break;
      }
      if (fresh.isEmpty()) {
        throw tooMany();
      }
      end = SeenLines.millis(page.getLast());
    }
    return List.copyOf(lines.subList(0, Math.min(limit, lines.size()))).reversed();
  }

  /// One page.
  ///
  /// @param from epoch milliseconds, inclusive; null: the server's default
  /// @param to epoch milliseconds, inclusive; null: now
  public List<Element<LogV1>> page(
      @Nullable Long from, @Nullable Long to, String direction, int limit) {
    var query = new StringBuilder("?direction=" + direction + "&limit=" + limit);
    if (from != null) {
      query.append("&start_epoch_millis=").append(from);
    }
    if (to != null) {
      query.append("&end_epoch_millis=").append(to);
    }
    if (level != null) {
      query.append("&min_level=").append(Urls.query(level));
    }
    return api.get(path + query).elements("logs", LogV1.class);
  }

  /// The failure of a log that has more lines in one millisecond than a page holds.
  public static Failure tooMany() {
    return Failure.failed(
        "More than "
            + PAGE
            + " lines in one millisecond: the log cannot be read without a gap. Use --level to ask"
            + " for fewer.");
  }
}
