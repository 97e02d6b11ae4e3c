package dev.slipway.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Columns that were parsed before. Rows are read far more often than they change, and what they
/// hold is immutable; so the same text need not be parsed for every table that is published.
final class ParsedColumns {
  /// Texts that are remembered; where there are more, all are forgotten.
  static final int REMEMBERED_MAX = 8_192;

  private final Map<Column, Object> parsed = new ConcurrentHashMap<>();

  private record Column(String text, Class<?> type) {}

  /// @param parse throws where the text cannot be read; that is not remembered
  <T> T get(String text, Class<T> type, Supplier<T> parse) {
    var column = new Column(text, type);
    Object known = parsed.get(column);
    if (known != null) {
      return type.cast(known);
    }
    T value = parse.get();
    if (parsed.size() >= REMEMBERED_MAX) {
      parsed.clear();
    }
    parsed.put(column, value);
    return value;
  }
}
