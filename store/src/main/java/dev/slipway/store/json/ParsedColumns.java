package dev.slipway.store.json;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Columns that were parsed before. Rows are read far more often than they change, and what they
/// hold is immutable; so the same text need not be parsed for every table that is published. A row
/// is written back with most of its columns as they were read: those need not be made text again.
final class ParsedColumns {
  /// Texts that are remembered; where there are more, all are forgotten.
  static final int REMEMBERED_MAX = 8_192;

  private final Map<Column, Object> parsed = new ConcurrentHashMap<>();
  private final Map<Same, String> texts = new ConcurrentHashMap<>();

  private record Column(String text, Class<?> type) {}

  /// The very value that was handed out, and none that equals it.
  private record Same(Object value) {
    @Override
    @SuppressWarnings("ReferenceEquality") // to compare by value would cost what it saves
    public boolean equals(@Nullable Object other) {
      return other instanceof Same(var theirs) && theirs == value;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(value);
    }
  }

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
      texts.clear();
    }
    parsed.put(column, value);
    texts.put(new Same(value), text);
    return value;
  }

  /// What `value` was parsed from; null: it is another one, or forgotten.
  @Nullable String textOf(Object value) {
    return texts.get(new Same(value));
  }
}
