package dev.slipway.store.table;

import dev.slipway.engine.port.store.Settings;
import org.jspecify.annotations.Nullable;

/// Settings in SQL.
record SettingTable(SqlSession session) implements Settings {
  /// Characters of the longest name.
  private static final int NAME_MAX = 64;

  private static final String GET =
      """
      SELECT value FROM settings WHERE name = :name
      """;

  private static final String PUT =
      """
      INSERT INTO settings (name, value) VALUES (:name, :value)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """;

  @Override
  public @Nullable String get(String name) {
    return session.query(GET).bind("name", name).one(row -> row.getString(1));
  }

  @Override
  public void put(String name, String value) {
    if (name.isEmpty() || name.length() > NAME_MAX) {
      throw new IllegalArgumentException(
          "name: '" + name + "' (expected: 1 to " + NAME_MAX + " characters)");
    }
    session.write(PUT).bind("name", name).bind("value", value).execute();
  }
}
