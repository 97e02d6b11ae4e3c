package dev.slipway.api.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Parses JSON strictly, and writes it.
public final class Json {
  /// How deep a body may be nested.
  public static final int MAX_DEPTH = 64;

  /// Longest number, in characters.
  static final int MAX_NUMBER = 64;

  /// Longest field name, in characters.
  static final int MAX_NAME = 1024;

  /// Parts of the parser's messages that name its own classes and settings.
  private static final Pattern INNER =
      Pattern.compile(" \\(start marker at .*|, from `[^`]*`| \\(from `.*", Pattern.DOTALL);

  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> FIELDS =
      new TypeReference<>() {};

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .maxNameLength(MAX_NAME)
                          .build())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /// The fields of `parts` one after the other, as if they were one object.
  public static Map<String, @Nullable Object> joined(Object... parts) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (Object part : parts) {
      all.putAll(MAPPER.convertValue(part, FIELDS));
    }
    return all;
  }

  public static byte[] write(Object body) {
    return MAPPER.writeValueAsBytes(body);
  }

  /// JSON on one line.
  public static String line(Object body) {
    return MAPPER.writeValueAsString(body);
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /// Text that this server wrote itself.
  public static JsonNode stored(String text) {
    return MAPPER.readTree(text);
  }

  public static JsonNode parse(byte[] bytes) {
    return parse(bytes, "body");
  }

  /// The same as JSON.
  public static JsonNode node(Object body) {
    return MAPPER.valueToTree(body);
  }

  /// The same as lists, maps, texts, numbers, truths and nulls.
  public static Object plain(Object body) {
    return MAPPER.convertValue(body, Object.class);
  }

  /// @param what the bytes are, for messages
  /// @throws Problem where the bytes are not one well-formed JSON text
  public static JsonNode parse(byte[] bytes, String what) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.invalid(what + ": not UTF-8 (expected: JSON in UTF-8)");
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw Problem.invalid(what + ": not valid JSON" + where + ": " + Texts.cut(message(e)));
    }
    checkText(node, what);
    return node;
  }

  /// The parser's message without the names of its own classes.
  private static String message(JacksonException e) {
    String message = e.getOriginalMessage();
    boolean parser = e instanceof StreamReadException || e instanceof StreamConstraintsException;
    if (message == null || !parser) {
      return "something follows the end of the first text";
    }
    return INNER.matcher(message).replaceFirst("");
  }

  /// Escapes can spell half a character, which no UTF-8 text can hold.
  private static void checkText(JsonNode node, String what) {
    if (node.isString()) {
      checkText(node.asString(), what);
    } else if (node.isObject()) {
      for (var field : node.properties()) {
        checkText(field.getKey(), what);
        checkText(field.getValue(), what);
      }
    } else if (node.isArray()) {
      for (JsonNode item : node) {
        checkText(item, what);
      }
    }
  }

  private static void checkText(String text, String what) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw Problem.invalid(
          what + ": a text has half a surrogate pair (expected: whole characters)");
    }
  }
}
