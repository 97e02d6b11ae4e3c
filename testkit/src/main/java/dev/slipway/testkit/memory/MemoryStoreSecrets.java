package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.Secret;
import dev.slipway.engine.port.store.SecretRows;
import dev.slipway.testkit.memory.MemoryStoreState.SecretKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Secrets in memory.
record MemoryStoreSecrets(MemoryStoreTx tx) implements SecretRows {
  @Override
  public void put(Secret secret) {
    tx.secretRows.put(new SecretKey(secret.teamId(), secret.name()), secret);
  }

  @Override
  public @Nullable Secret find(String teamId, String name) {
    return tx.secretRows.find(new SecretKey(teamId, name));
  }

  @Override
  public List<Secret> ofTeam(String teamId) {
    return tx.secretRows.where(s -> s.teamId().equals(teamId));
  }

  @Override
  public boolean delete(String teamId, String name) {
    return tx.secretRows.delete(new SecretKey(teamId, name));
  }
}
