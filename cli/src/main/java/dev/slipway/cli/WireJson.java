package dev.slipway.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON in and out, and short ways to read it.
final class WireJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private WireJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// @throws JacksonException not JSON
  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /// The text of a field; empty where it is missing or null.
  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /// The whole number in a field; 0 where it is missing or null.
  static long number(JsonNode node, String field) {
    return node.path(field).asLong(0);
  }

  static boolean isNull(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }
}
