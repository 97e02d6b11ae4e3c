package dev.slipway.engine.port.store;

import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncTarget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of asynchronous requests. "First" is lowest priority number first, then oldest first.
public interface AsyncRows {
  /// Violates `async_id` where there is one of this id.
  void insert(AsyncRequest request);

  void update(AsyncRequest request);

  @Nullable AsyncRequest find(String id);

  Count count(AsyncTarget target);

  /// The targets that have something in their queue.
  List<Waiting> waiting();

  /// The first `limit` of a target's queue that are due at `now`.
  List<AsyncRequest> due(AsyncTarget target, Instant now, int limit);

  /// At most `limit` of a kind, in the order that the kind says.
  List<AsyncRequest> list(Kind kind, int limit);

  /// Forgets at most `limit` that settled at `before` or earlier, with their bodies.
  ///
  /// @return how many
  int prune(Instant before, int limit);

  /// Requests of a target, by state.
  record Count(int queued, int inProgress) {}

  /// A queue that is not empty.
  ///
  /// @param count 1 or more
  /// @param dueAt when the first of them is due
  record Waiting(AsyncTarget target, int count, Instant dueAt) {}

  enum Kind {
    /// Handed to the gateway; in any order.
    IN_PROGRESS,
    /// Queued, by the moment at which they expire.
    QUEUED_BY_EXPIRY,
    /// Those with a result to post, by the moment at which it is due.
    WEBHOOK_DUE
  }
}
