package dev.slipway.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All API keys, by the hash of the whole key: one immutable snapshot.
public record KeyRing(Map<String, ApiKey> byHash) {
  public static final KeyRing EMPTY = new KeyRing(Map.of());

  public KeyRing {
    byHash = Map.copyOf(byHash);
  }

  /// @param rawKey the key as the caller sent it
  /// @return null where no such key exists
  public @Nullable ApiKey find(String rawKey) {
    return byHash.get(KeyHash.of(rawKey));
  }
}
