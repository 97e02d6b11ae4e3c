package dev.slipway.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One of our OpenAPI documents, and what of a value does not fit it.
public final class SpecDocument {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode root;

  private SpecDocument(JsonNode root) {
    this.root = root;
  }

  public static SpecDocument read(String file) {
    try (InputStream in =
        Objects.requireNonNull(SpecDocument.class.getResourceAsStream("spec/" + file), file)) {
      return new SpecDocument(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  public JsonNode root() {
    return root;
  }

  /// By `GET /path`.
  Map<String, JsonNode> operations() {
    var all = new TreeMap<String, JsonNode>();
    for (var path : root.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          String name = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
          all.put(name, method.getValue());
        }
      }
    }
    return all;
  }

  /// Parameters of an operation by name.
  ///
  /// @param in `path` or `query`
  Map<String, JsonNode> parameters(JsonNode operation, String in) {
    var all = new LinkedHashMap<String, JsonNode>();
    for (JsonNode each : operation.path("parameters")) {
      JsonNode parameter = resolved(each);
      if (parameter.required("in").stringValue().equals(in)) {
        all.put(parameter.required("name").stringValue(), parameter);
      }
    }
    return all;
  }

  /// The schema of a JSON body; null where it takes none.
  @Nullable JsonNode requestSchema(JsonNode operation) {
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    return schema.isMissingNode() ? null : schema;
  }

  /// The schema of the JSON answer with a status; null where it has none.
  @Nullable JsonNode responseSchema(JsonNode operation, int status) {
    JsonNode response = operation.path("responses").path(String.valueOf(status));
    JsonNode schema = resolved(response).at("/content/application~1json/schema");
    return schema.isMissingNode() ? null : schema;
  }

  JsonNode schema(String name) {
    return Objects.requireNonNull(root.at("/components/schemas").get(name), name);
  }

  Set<String> schemas() {
    return Set.copyOf(root.at("/components/schemas").propertyNames());
  }

  /// The names of the schemas that answers have, also inside others.
  Set<String> answered() {
    var found = new TreeSet<String>();
    operations().values().forEach(o -> gather(o.get("responses"), found));
    return found;
  }

  private void gather(JsonNode node, Set<String> found) {
    String name = node.path("$ref").asString("");
    if (!name.isEmpty() && found.add(name.substring(name.lastIndexOf('/') + 1))) {
      gather(resolved(node), found);
    }
    node.forEach(each -> gather(each, found));
  }

  /// What a reference leads to.
  JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = root.at(node.required("$ref").stringValue().substring(1));
    if (target.isMissingNode()) {
      throw new AssertionError(node.get("$ref") + " leads nowhere");
    }
    return resolved(target);
  }

  /// A schema without the option that it is null; of several others the first.
  JsonNode essence(JsonNode schema) {
    JsonNode whole = resolved(schema);
    if (!whole.has("anyOf")) {
      return whole;
    }
    return resolved(solid(whole).getFirst());
  }

  private List<JsonNode> solid(JsonNode whole) {
    return whole.get("anyOf").valueStream().filter(o -> !types(o).equals(Set.of("null"))).toList();
  }

  /// The JSON types that a schema allows; empty: any.
  Set<String> types(JsonNode schema) {
    JsonNode whole = resolved(schema);
    if (whole.has("anyOf")) {
      return whole
          .get("anyOf")
          .valueStream()
          .flatMap(o -> types(o).stream())
          .collect(Collectors.toSet());
    }
    JsonNode type = whole.path("type");
    return type.isArray()
        ? type.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet())
        : type.isString() ? Set.of(type.stringValue()) : Set.of();
  }

  /// What of a value does not fit, one line each. Every field of a schema must be there, and no
  /// other.
  List<String> problems(JsonNode schema, JsonNode value) {
    var found = new ArrayList<String>();
    check(schema, value, "$", found);
    return found;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> found) {
    Set<String> types = types(schema);
    if (!types.isEmpty() && !types.contains(typeOf(value, types))) {
      found.add(path + ": " + value + " (expected: " + types + ")");
      return;
    }
    if (value.isNull()) {
      return;
    }
    if (resolved(schema).has("anyOf")) {
      found.addAll(nearest(solid(resolved(schema)), value, path));
      return;
    }
    JsonNode whole = resolved(schema);
    if (whole.has("enum") && !whole.get("enum").values().contains(value)) {
      found.add(path + ": " + value + " (expected: one of " + whole.get("enum") + ")");
    }
    if (value.isArray() && whole.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(whole.get("items"), value.get(i), path + "[" + i + "]", found);
      }
    }
    if (value.isObject() && whole.has("properties")) {
      checkFields(whole.get("properties"), value, path, found);
    }
  }

  /// What does not fit the option that fits best.
  private List<String> nearest(List<JsonNode> options, JsonNode value, String path) {
    return options.stream()
        .map(option -> {
          var found = new ArrayList<String>();
          check(option, value, path, found);
          return found;
        })
        .min(Comparator.comparingInt(List::size))
        .orElseThrow();
  }

  private void checkFields(JsonNode fields, JsonNode value, String path, List<String> found) {
    for (var field : fields.properties()) {
      if (value.has(field.getKey())) {
        check(field.getValue(), value.get(field.getKey()), path + "." + field.getKey(), found);
      } else {
        found.add(path + "." + field.getKey() + ": missing in the answer");
      }
    }
    for (String name : value.propertyNames()) {
      if (!fields.has(name)) {
        found.add(path + "." + name + ": missing in the document");
      }
    }
  }

  private static String typeOf(JsonNode value, Set<String> allowed) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case NUMBER -> value.isIntegralNumber() && !allowed.contains("number") ? "integer" : "number";
      case MISSING, BINARY, POJO -> throw new AssertionError(value.getNodeType());
    };
  }
}
