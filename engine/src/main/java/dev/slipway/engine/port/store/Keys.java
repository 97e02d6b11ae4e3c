package dev.slipway.engine.port.store;

import dev.slipway.engine.port.routes.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of API keys. Only hashes are kept.
public interface Keys {
  void insert(ApiKey key);

  @Nullable ApiKey find(String prefix);

  /// All keys, oldest first.
  List<ApiKey> all();

  /// @return false where there was none
  boolean delete(String prefix);
}
