package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.Settings;
import org.jspecify.annotations.Nullable;

/// Settings in memory.
record MemoryStoreSettings(MemoryStoreTx tx) implements Settings {
  private static final int NAME_MAX = 64;

  @Override
  public @Nullable String get(String name) {
    return tx.settingRows.find(name);
  }

  @Override
  public void put(String name, String value) {
    if (name.isEmpty() || name.length() > NAME_MAX) {
      throw new IllegalArgumentException(
          "name: '" + name + "' (expected: 1 to " + NAME_MAX + " characters)");
    }
    tx.settingRows.put(name, value);
  }
}
