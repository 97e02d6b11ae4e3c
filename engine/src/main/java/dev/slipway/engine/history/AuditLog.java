package dev.slipway.engine.history;

import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads audit events page by page, and deletes old ones.
public final class AuditLog {
  /// The most events that one page looks at. Where a filter fits few of them, the page is short and
  /// says where to go on.
  public static final int MAX_SCAN = 20_000;

  /// The most events that are kept, where nothing else is set.
  public static final int MAX_EVENTS = 100_000;

  /// How long events are kept, where nothing else is set.
  public static final Duration MAX_AGE = Duration.ofDays(400);

  private static final int SCAN_BATCH = 500;
  private static final int PRUNE_BATCH = 1_000;

  private final Store store;
  private final InstantSource time;

  public AuditLog(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  /// Which events are wanted.
  ///
  /// @param modelId null: all
  /// @param from first moment, inclusive
  /// @param to last moment, inclusive
  public record Wanted(
      @Nullable String modelId, Instant from, Instant to, Predicate<Audit.Entry> fits) {}

  /// Where a page begins.
  ///
  /// @param after number of the last event that was seen
  public record Position(boolean newestFirst, long after) {
    /// Before the first event.
    public static Position start(boolean newestFirst) {
      return new Position(newestFirst, newestFirst ? Long.MAX_VALUE : 0);
    }
  }

  /// @param next where to go on; null: there is no more
  public record Page(List<Audit.Entry> events, @Nullable Position next) {
    public Page {
      events = List.copyOf(events);
    }
  }

  /// The next `limit` events that fit. Events that are appended meanwhile move nothing.
  ///
  /// @param limit 1 or more
  public Page page(Wanted wanted, Position position, int limit) {
    var found = new ArrayList<Audit.Entry>();
    long lastFound = position.after();
    long after = position.after();
    for (int seen = 0; seen < MAX_SCAN; seen += SCAN_BATCH) {
      var scan =
          new Audit.Scan(
              wanted.modelId(), position.newestFirst(), after, wanted.from(), wanted.to());
      List<Audit.Row> rows = store.read(tx -> tx.audit().scan(scan, SCAN_BATCH));
      for (Audit.Row row : rows) {
        if (wanted.fits().test(row.entry())) {
          if (found.size() == limit) {
            return new Page(found, new Position(position.newestFirst(), lastFound));
          }
          found.add(row.entry());
          lastFound = row.seq();
        }
      }
      if (rows.size() < SCAN_BATCH) {
        return new Page(found, null);
      }
      after = rows.getLast().seq();
    }
    return new Page(found, new Position(position.newestFirst(), after));
  }

  /// Deletes what is older than `maxAge` and what is beyond the newest `maxEvents`, in small
  /// transactions.
  ///
  /// @return how many were deleted
  int prune(int maxEvents, Duration maxAge) {
    Instant before = time.instant().minus(maxAge);
    int deleted = 0;
    int last;
    do {
      last = store.transact(tx -> tx.audit().prune(before, maxEvents, PRUNE_BATCH));
      deleted += last;
    } while (last > 0);
    return deleted;
  }
}
