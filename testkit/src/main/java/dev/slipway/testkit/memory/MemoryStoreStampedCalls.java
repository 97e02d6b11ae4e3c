package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.IdempotentCalls;
import dev.slipway.testkit.memory.MemoryStoreState.StampKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Calls under an Idempotency-Key in memory.
record MemoryStoreStampedCalls(MemoryStoreTx tx) implements IdempotentCalls {
  @Override
  public void insert(IdempotentCall call) {
    var key = new StampKey(call.stamp().caller(), call.stamp().key());
    tx.stampedRows.insert(key, call, "idempotency_key");
  }

  @Override
  public @Nullable IdempotentCall find(String caller, String key) {
    return tx.stampedRows.find(new StampKey(caller, key));
  }

  @Override
  public void answer(String caller, String key, IdempotentCall.Reply reply) {
    IdempotentCall call = find(caller, key);
    if (call != null) {
      tx.stampedRows.put(
          new StampKey(caller, key),
          new IdempotentCall(call.stamp(), call.promotionId(), call.acceptedAt(), reply));
    }
  }

  @Override
  public int count(String caller) {
    return tx.stampedRows.where(c -> c.stamp().caller().equals(caller)).size();
  }

  @Override
  public void deleteBefore(Instant cutoff) {
    if (!tx.stampedRows.where(c -> c.acceptedAt().isBefore(cutoff)).isEmpty()) {
      tx.stampedRows.deleteWhere(c -> c.acceptedAt().isBefore(cutoff));
    }
  }
}
