package dev.slipway.testkit.memory;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.store.Environments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Environments in memory.
record MemoryStoreEnvironments(MemoryStoreTx tx) implements Environments {
  @Override
  public void insert(Environment environment) {
    tx.environmentRows.insert(environment.key(), environment, "environment_name");
  }

  @Override
  public void update(Environment environment) {
    if (tx.environmentRows.find(environment.key()) == null) {
      throw new IllegalStateException(
          "environment " + environment.key() + ": no row to update (expected: one)");
    }
    tx.environmentRows.put(environment.key(), environment);
  }

  @Override
  public @Nullable Environment find(EnvironmentKey key) {
    return tx.environmentRows.find(key);
  }

  @Override
  public List<Environment> ofModel(String modelId) {
    return tx.environmentRows.where(e -> e.key().modelId().equals(modelId));
  }

  @Override
  public List<Environment> all() {
    return tx.environmentRows.all();
  }

  @Override
  public void delete(EnvironmentKey key) {
    if (tx.environmentRows.delete(key)) {
      tx.promotionRows.deleteWhere(p -> p.environment().equals(key));
      tx.eventRows.deleteKeysWhere(id -> tx.promotionRows.find(id) == null);
    }
  }
}
