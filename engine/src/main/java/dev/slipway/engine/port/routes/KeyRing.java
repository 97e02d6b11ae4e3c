package dev.slipway.engine.port.routes;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All API keys, by the hash of the whole key: one immutable snapshot.
public record KeyRing(Map<String, ApiKey> byHash) {
  public static final KeyRing EMPTY = new KeyRing(Map.of());

  public KeyRing {
    byHash = Map.copyOf(byHash);
  }

  public static KeyRing of(List<ApiKey> keys) {
    return new KeyRing(
        keys.stream().collect(Collectors.toUnmodifiableMap(ApiKey::hash, Function.identity())));
  }

  /// @param rawKey the key as the caller sent it
  /// @return null where no such key exists
  public @Nullable ApiKey find(String rawKey) {
    return byHash.get(KeyHash.of(rawKey));
  }
}
