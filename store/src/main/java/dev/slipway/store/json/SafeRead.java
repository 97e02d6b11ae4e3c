package dev.slipway.store.json;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/// Reads JSON columns and replaces an unreadable one by a safe value, so that one broken row never
/// stops the others from being served (promise P8). Logs that once for each column of each row.
public final class SafeRead {
  /// Columns that are remembered as logged; more than these are logged each time.
  static final int REMEMBERED_MAX = 10_000;

  /// Characters of an unreadable column that are logged, so that it is not lost when it is
  /// replaced.
  private static final int TEXT_MAX = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(SafeRead.class);

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /// @param where the table, row and column
  public <T> T read(String text, Class<T> type, String where, T fallback) {
    T value = readOrNull(text, type, where);
    return value == null ? fallback : value;
  }

  /// @return null where it cannot be read
  public <T> @Nullable T readOrNull(String text, Class<T> type, String where) {
    return orNull(text, where, () -> JsonColumns.read(text, type, where));
  }

  /// The same for a generic type, whose text is not cached.
  public <T> @Nullable T readOrNull(String text, TypeReference<T> type, String where) {
    return orNull(text, where, () -> JsonColumns.read(text, type, where));
  }

  private <T> @Nullable T orNull(String text, String where, Supplier<T> read) {
    try {
      return read.get();
    } catch (UnreadableColumn e) {
      if (logged.size() >= REMEMBERED_MAX || logged.add(where)) {
        LOG.atError()
            .addKeyValue("stored", text.substring(0, Math.min(text.length(), TEXT_MAX)))
            .log("{} Until then a safe value is used instead.", e.getMessage());
      }
      return null;
    }
  }
}
