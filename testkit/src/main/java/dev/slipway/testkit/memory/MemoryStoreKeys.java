package dev.slipway.testkit.memory;

import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Keys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// API keys in memory.
record MemoryStoreKeys(MemoryStoreTx tx) implements Keys {
  @Override
  public void insert(ApiKey key) {
    tx.keyRows.insert(key.prefix(), key, "key_prefix");
  }

  @Override
  public @Nullable ApiKey find(String prefix) {
    return tx.keyRows.find(prefix);
  }

  @Override
  public List<ApiKey> all() {
    return tx.keyRows.all();
  }

  @Override
  public boolean delete(String prefix) {
    return tx.keyRows.delete(prefix);
  }
}
