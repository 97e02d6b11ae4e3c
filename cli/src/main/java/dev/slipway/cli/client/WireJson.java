package dev.slipway.cli.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.cli.host.Failure;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Writes and reads the records of wire, and JSON that has no record.
///
/// An answer may have more fields than its record. A field that it lacks is never read as 0, false
/// or empty: reading fails with the field's name, unless the record's component is `@Nullable`.
public final class WireJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              any -> any.withValueInclusion(JsonInclude.Include.NON_NULL))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private WireJson() {}

  /// @throws JacksonException not JSON
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /// The JSON of a record or of a node; the record's components that are null are left out.
  public static String write(Object body) {
    return MAPPER.writeValueAsString(body);
  }

  /// Reads a record.
  ///
  /// @param wrong makes the failure of a clause such as `has no candidate_served.after_fence`
  public static <T> T read(JsonNode node, Class<T> type, Function<String, Failure> wrong) {
    return read(node, type, "", wrong);
  }

  /// As [#read(JsonNode, Class, Function)], of a part whose path is `at`.
  static <T> T read(JsonNode node, Class<T> type, String at, Function<String, Failure> wrong) {
    String missing = RequiredFields.missing(node, type, at);
    if (missing != null) {
      throw wrong.apply("has no " + missing);
    }
    try {
      @Nullable T body = MAPPER.treeToValue(node, type);
      if (body != null) {
        return body;
      }
    } catch (JacksonException e) {
      throw wrong.apply("has an unreadable " + path(at, e) + ": " + e.getOriginalMessage());
    }
    throw wrong.apply(at.isEmpty() ? "is null" : "has no " + at);
  }

  private static String path(String at, JacksonException e) {
    var path = new StringBuilder(at);
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }
}
