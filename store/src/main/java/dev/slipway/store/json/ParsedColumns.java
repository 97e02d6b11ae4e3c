package dev.slipway.store.json;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Cache of parsed JSON columns. Rows are read far more often than they change, and their values
/// are immutable, so equal text is parsed once. Most columns of a row are written back as they were
/// read; their text is kept, and so are properties in it that a newer version wrote.
final class ParsedColumns {
  /// The most texts that are kept; one more empties the cache.
  static final int REMEMBERED_MAX = 8_192;

  private final Map<Column, Object> parsed = new ConcurrentHashMap<>();
  private final Map<Same, String> texts = new ConcurrentHashMap<>();

  private record Column(String text, Class<?> type) {}

  /// A key that is equal for the same object only.
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

  /// The text that `value` was parsed from; null: not from here, or forgotten.
  @Nullable String textOf(Object value) {
    return texts.get(new Same(value));
  }
}
