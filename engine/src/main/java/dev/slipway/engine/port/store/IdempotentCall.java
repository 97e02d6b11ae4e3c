package dev.slipway.engine.port.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A call that was accepted under an Idempotency-Key.
///
/// @param promotionId what it started or changed
/// @param reply null: it was accepted, and its answer was not written down (yet)
public record IdempotentCall(
    IdempotencyKey key, String promotionId, Instant acceptedAt, @Nullable Reply reply) {

  /// @param status HTTP status
  /// @param body to the letter
  public record Reply(int status, String body) {}
}
