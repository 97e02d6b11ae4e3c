package dev.slipway.store.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON that columns hold. Property names are the names of the record components; the members
/// of sealed families carry the names of [JsonNames]. The samples in the tests hold every past form
/// and must parse for ever: a renamed component needs a mixin that keeps the stored name.
///
/// Unknown properties are ignored, so that an older version can read what a newer one wrote. A
/// missing or null value of a component that is not `@Nullable` makes the value unreadable.
public final class JsonColumns {
  private static final JsonMapper MAPPER =
      JsonNames.addTo(JsonMapper.builder())
          .annotationIntrospector(new NullsAsDeclared())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final ParsedColumns PARSED = new ParsedColumns();

  private JsonColumns() {}

  public static String write(Object value) {
    String known = PARSED.textOf(value);
    return known == null ? MAPPER.writeValueAsString(value) : known;
  }

  /// @param where the table, row and column, for the message
  public static <T> T read(String text, Class<T> type, String where) {
    return PARSED.get(text, type, () -> parse(text, type, where));
  }

  private static <T> T parse(String text, Class<T> type, String where) {
    try {
      return orNull(MAPPER.readValue(text, type), where);
    } catch (JacksonException e) {
      throw new UnreadableColumn(where, e);
    }
  }

  public static <T> T read(String text, TypeReference<T> type, String where) {
    try {
      return orNull(MAPPER.readValue(text, type), where);
    } catch (JacksonException e) {
      throw new UnreadableColumn(where, e);
    }
  }

  private static <T> T orNull(@Nullable T value, String where) {
    if (value == null) {
      throw new UnreadableColumn(where, new IllegalArgumentException("null"));
    }
    return value;
  }
}
