package dev.slipway.engine.port.store;

import org.jspecify.annotations.Nullable;

/// Small facts about this installation, such as its team's id. Named values, 1 to 64 characters.
public interface Settings {
  @Nullable String get(String name);

  void put(String name, String value);
}
