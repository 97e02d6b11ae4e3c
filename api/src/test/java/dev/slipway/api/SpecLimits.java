package dev.slipway.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of an OpenAPI document's schemas, their limits, and values beyond these.
record SpecLimits(SpecDocument document) {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Pattern LIMITS =
      Pattern.compile("expected: .*?(-?\\d+ to -?\\d+|at most \\d+)");

  /// More than any list may hold, and than most texts may.
  private static final int FAR_ITEMS = 150;

  private static final int FAR_CHARACTERS = 5_000;

  /// The schema of a field, by the path to it.
  JsonNode schemaOf(JsonNode schema, List<String> field) {
    JsonNode at = schema;
    for (String name : field) {
      at = document.essence(at).get("properties").get(name);
    }
    return document.essence(at);
  }

  /// A value of the right type that is beyond any limit; null where the type has none.
  @Nullable JsonNode beyond(JsonNode schema) {
    Set<String> types = document.types(schema);
    if (types.contains("integer")) {
      return MAPPER.getNodeFactory().numberNode(Long.MAX_VALUE);
    }
    if (types.contains("array")) {
      var all = MAPPER.createArrayNode();
      for (int i = 0; i < FAR_ITEMS; i++) {
        all.add("x");
      }
      return all;
    }
    if (types.contains("string") && !schema.has("enum")) {
      int most = schema.path("maxLength").asInt(0);
      return MAPPER.getNodeFactory().stringNode("x".repeat(Math.max(FAR_CHARACTERS, most + 1)));
    }
    return null;
  }

  /// The limits of a schema, in short.
  static String of(JsonNode schema) {
    if (schema.has("minimum") || schema.has("maximum")) {
      return schema.path("minimum").asString("?") + " to " + schema.path("maximum").asString("?");
    }
    String name = schema.has("maxItems") ? "maxItems" : "maxLength";
    return schema.has(name) ? "at most " + schema.get(name).intValue() : "";
  }

  /// The limits that a refusal names, in short.
  static String in(String message) {
    Matcher said = LIMITS.matcher(message);
    return said.find() ? said.group(1) : "";
  }

  /// The paths of all fields below a schema. What is inside free objects is the caller's.
  List<List<String>> fields(JsonNode schema, List<String> above) {
    var all = new ArrayList<List<String>>();
    JsonNode whole = document.essence(schema);
    for (var field : whole.path("properties").properties()) {
      var path = new ArrayList<>(above);
      path.add(field.getKey());
      all.add(path);
      all.addAll(fields(field.getValue(), path));
    }
    return all;
  }
}
