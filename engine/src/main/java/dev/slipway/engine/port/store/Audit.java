package dev.slipway.engine.port.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The append-only table of audit events.
public interface Audit {
  void append(Entry entry);

  /// Events of a model, or of all where `modelId` is null, newest first.
  ///
  /// @param limit 1 or more
  List<Entry> newest(@Nullable String modelId, int limit);

  /// The next `limit` events of `scan`, in its order.
  ///
  /// @param limit 1 or more
  List<Row> scan(Scan scan, int limit);

  /// Deletes some of the oldest events: those before `before`, and those beyond the newest `keep`.
  /// The newest event always stays, so that no number is given twice.
  ///
  /// @param keep 1 or more
  /// @param limit looked at in one call, 1 or more
  /// @return how many were deleted
  int prune(Instant before, int keep, int limit);

  /// An event with who caused it and when.
  ///
  /// @param modelId the model that it was about; null: none
  record Entry(
      String id, Instant at, @Nullable String modelId, AuditEvent event, AuditEvent.Actor actor) {}

  /// An entry with its number in the order of insertion, 1 or more. Numbers never change.
  record Row(long seq, Entry entry) {}

  /// A walk over the events in the order of insertion.
  ///
  /// @param modelId null: all models, and what belongs to none
  /// @param after the number that was seen last; events on its other side are not answered
  /// @param from first moment, inclusive
  /// @param to last moment, inclusive
  record Scan(
      @Nullable String modelId, boolean newestFirst, long after, Instant from, Instant to) {}
}
