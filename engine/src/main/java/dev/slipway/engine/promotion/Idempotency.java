package dev.slipway.engine.promotion;

import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Refusal;
import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The memory of calls under an Idempotency-Key. A row is written in the transaction of the
/// command, its reply in a second one once it is known. So a crash leaves one of three: neither the
/// command nor the row, and the repeated call is the first; both, without a reply, and the repeated
/// call is answered from how the promotion stands, without running again; or all. A refused call
/// has done nothing, and leaves no row.
public final class Idempotency {
  /// How long a key is remembered.
  public static final Duration KEPT = Duration.ofHours(24);

  /// Keys of one caller that are remembered at the same time.
  public static final int MAX_PER_CALLER = 10_000;

  private final Store store;
  private final InstantSource time;

  public Idempotency(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  /// What is known of a call.
  public sealed interface Known {
    /// It is the first of its kind.
    record Nothing() implements Known {}

    /// It was accepted, and answered like this.
    record Answered(IdempotentCall.Reply reply) implements Known {}

    /// It was accepted, and its answer is not written down.
    record Accepted(String promotionId) implements Known {}

    /// Another call was accepted under its key.
    record OtherCall() implements Known {}
  }

  public Known find(IdempotencyKey key) {
    IdempotentCall call = store.read(tx -> find(tx, key));
    if (call == null) {
      return new Known.Nothing();
    }
    if (!call.key().fingerprint().equals(key.fingerprint())) {
      return new Known.OtherCall();
    }
    IdempotentCall.Reply reply = call.reply();
    return reply == null ? new Known.Accepted(call.promotionId()) : new Known.Answered(reply);
  }

  /// Writes the reply down, so that repeated calls get the same one.
  public void answered(IdempotencyKey key, IdempotentCall.Reply reply) {
    store.write(tx -> tx.idempotentCalls().answer(key.caller(), key.key(), reply));
  }

  /// Writes in the command's transaction that it was accepted.
  ///
  /// @param key null: nothing is to be written
  /// @return `accepted`, or why it cannot be remembered
  <T> Answer<T> accept(Store.Tx tx, @Nullable IdempotencyKey key, String promotionId, T accepted) {
    if (key == null) {
      return Answer.ok(accepted);
    }
    Instant now = time.instant();
    tx.idempotentCalls().deleteBefore(now.minus(KEPT));
    if (tx.idempotentCalls().find(key.caller(), key.key()) != null) {
      return Answer.no(
          Refusal.Kind.CONFLICT,
          "Idempotency-Key: the same call is being worked on. Try again in a moment.");
    }
    if (tx.idempotentCalls().count(key.caller()) >= MAX_PER_CALLER) {
      return Answer.no(
          Refusal.Kind.TOO_MANY,
          "Idempotency-Key: %d keys of this caller are remembered (expected: fewer in 24 hours). Leave the header out where a repeated call does no harm."
              .formatted(MAX_PER_CALLER));
    }
    tx.idempotentCalls().insert(new IdempotentCall(key, promotionId, now, null));
    return Answer.ok(accepted);
  }

  private @Nullable IdempotentCall find(Store.Tx tx, IdempotencyKey key) {
    IdempotentCall call = tx.idempotentCalls().find(key.caller(), key.key());
    boolean expired = call != null && call.acceptedAt().isBefore(time.instant().minus(KEPT));
    return expired ? null : call;
  }
}
