package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.testkit.memory.MemoryStoreState.BodyKey;
import org.jspecify.annotations.Nullable;

/// Bodies of asynchronous requests in memory.
record MemoryStoreAsyncBodies(MemoryStoreTx tx) implements AsyncBodies {
  @Override
  public void put(String requestId, Part part, byte[] body) {
    tx.bodyRows.put(new BodyKey(requestId, part), body.clone());
  }

  @Override
  public byte @Nullable [] get(String requestId, Part part) {
    byte[] body = tx.bodyRows.find(new BodyKey(requestId, part));
    return body == null ? null : body.clone();
  }

  @Override
  public void drop(String requestId) {
    tx.bodyRows.deleteKeysWhere(key -> key.requestId().equals(requestId));
  }
}
