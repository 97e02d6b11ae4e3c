package dev.slipway.api;

import dev.slipway.api.input.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The published facts of the management API, and what of an answer does not fit them.
public final class Published {
  /// Fields of a promotion's event that newer clients require, and older ones pass over.
  private static final Set<String> NEWER =
      Set.of(
          "region_update",
          "instance_type_id_update",
          "promotion_settings_override",
          "autoscaling_settings_update",
          "request_backpressure_settings_update",
          "autoscaling_schedule_settings_update");

  private final JsonNode facts;

  private Published(JsonNode facts) {
    this.facts = facts;
  }

  public static Published read() {
    return read("/published-fields.json");
  }

  /// @param resource made by tools/distil-contract.py
  public static Published read(String resource) {
    try (InputStream in = Objects.requireNonNull(Published.class.getResourceAsStream(resource))) {
      return new Published(Json.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new AssertionError(resource, e);
    }
  }

  public List<String> operations() {
    return List.copyOf(facts.get("operations").propertyNames());
  }

  public List<String> schemas() {
    return List.copyOf(facts.get("schemas").propertyNames());
  }

  public JsonNode schema(String name) {
    return Objects.requireNonNull(facts.get("schemas").get(name), name);
  }

  public JsonNode operation(String name) {
    return facts.get("operations").get(name);
  }

  boolean takesNoBody(String operation) {
    return operation(operation).get("request").isNull();
  }

  /// What does not fit, one line each; empty where everything does.
  public List<String> problems(String operation, JsonNode answer) {
    var problems = new ArrayList<String>();
    check(operation(operation).get("response"), answer, "$", problems);
    return problems;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (schema.has("ref")) {
      check(facts.get("schemas").get(schema.required("ref").stringValue()), value, path, problems);
    } else if (schema.has("any")) {
      checkAny(schema.get("any"), value, path, problems);
    } else {
      checkType(schema, value, path, problems);
      checkEnum(schema, value, path, problems);
      checkTime(schema, value, path, problems);
      if (schema.has("fields") && value.isObject()) {
        checkFields(schema, value, path, problems);
      }
      if (schema.has("items") && value.isArray()) {
        for (int i = 0; i < value.size(); i++) {
          check(schema.get("items"), value.get(i), path + "[" + i + "]", problems);
        }
      }
    }
  }

  private void checkAny(JsonNode options, JsonNode value, String path, List<String> problems) {
    List<String> fewest = null;
    for (JsonNode option : options) {
      var found = new ArrayList<String>();
      check(option, value, path, found);
      if (fewest == null || found.size() < fewest.size()) {
        fewest = found;
      }
    }
    problems.addAll(fewest == null ? List.of(path + ": no option") : fewest);
  }

  private static void checkType(
      JsonNode schema, JsonNode value, String path, List<String> problems) {
    String type = schema.path("type").asString("any");
    boolean fits =
        switch (type) {
          case "any" -> true;
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "null" -> value.isNull();
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          default -> throw new AssertionError(type);
        };
    if (!fits) {
      problems.add(path + ": " + value + " (expected: " + type + ")");
    }
  }

  private static void checkEnum(
      JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (schema.has("enum") && !schema.get("enum").values().contains(value)) {
      problems.add(path + ": " + value + " (expected: one of " + schema.get("enum") + ")");
    }
  }

  private static void checkTime(
      JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (!schema.has("format") || !value.isString()) {
      return;
    }
    try {
      boolean zulu = value.stringValue().endsWith("Z");
      OffsetDateTime.parse(value.stringValue());
      if (!zulu) {
        problems.add(path + ": " + value + " (expected: a time that ends with Z)");
      }
    } catch (DateTimeParseException e) {
      problems.add(path + ": " + value + " (expected: an RFC 3339 time)");
    }
  }

  /// Every published field is there, also those that are not required: older and newer clients
  /// differ in which they need.
  private void checkFields(JsonNode schema, JsonNode value, String path, List<String> problems) {
    for (var field : schema.get("fields").properties()) {
      String at = path + "." + field.getKey();
      if (value.has(field.getKey())) {
        check(field.getValue(), value.get(field.getKey()), at, problems);
      } else {
        problems.add(at + ": missing");
      }
    }
    if (schema.has("strict")) {
      value.propertyNames().stream()
          .filter(name -> !schema.get("fields").has(name) && !NEWER.contains(name))
          .forEach(name -> problems.add(path + "." + name + ": not published"));
    }
  }
}
