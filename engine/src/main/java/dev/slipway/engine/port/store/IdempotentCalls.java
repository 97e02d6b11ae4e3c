package dev.slipway.engine.port.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The table of calls that were accepted under an Idempotency-Key; one row a caller and key.
public interface IdempotentCalls {
  void insert(IdempotentCall call);

  @Nullable IdempotentCall find(String caller, String key);

  /// Writes the reply of a row down; nothing where there is no such row.
  void answer(String caller, String key, IdempotentCall.Reply reply);

  /// Rows of a caller, 0 or more.
  int count(String caller);

  /// Removes the rows that were accepted before `cutoff`.
  void deleteBefore(Instant cutoff);
}
