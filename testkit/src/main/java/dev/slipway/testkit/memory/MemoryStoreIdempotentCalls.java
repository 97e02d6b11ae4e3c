package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.IdempotentCalls;
import dev.slipway.testkit.memory.MemoryStoreState.CallKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Calls under an Idempotency-Key in memory.
record MemoryStoreIdempotentCalls(MemoryStoreTx tx) implements IdempotentCalls {
  @Override
  public void insert(IdempotentCall call) {
    var key = new CallKey(call.key().caller(), call.key().key());
    tx.callRows.insert(key, call, "idempotency_key");
  }

  @Override
  public @Nullable IdempotentCall find(String caller, String key) {
    return tx.callRows.find(new CallKey(caller, key));
  }

  @Override
  public void answer(String caller, String key, IdempotentCall.Reply reply) {
    IdempotentCall call = find(caller, key);
    if (call != null) {
      tx.callRows.put(
          new CallKey(caller, key),
          new IdempotentCall(call.key(), call.promotionId(), call.acceptedAt(), reply));
    }
  }

  @Override
  public int count(String caller) {
    return tx.callRows.where(c -> c.key().caller().equals(caller)).size();
  }

  @Override
  public void deleteBefore(Instant cutoff) {
    if (!tx.callRows.where(c -> c.acceptedAt().isBefore(cutoff)).isEmpty()) {
      tx.callRows.deleteWhere(c -> c.acceptedAt().isBefore(cutoff));
    }
  }
}
