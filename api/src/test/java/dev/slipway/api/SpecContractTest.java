package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Our documents are compatible with the published ones, field by field: a client that was made for
/// those finds everything, and understands all that it gets.
class SpecContractTest {
  /// Published for chains, which this server does not have; clients need not get it.
  private static final Set<String> NOT_HERE =
      Set.of("GET /async_request/{request_id} answer.chain_id");

  /// What only newer clients know, and only they cause.
  private static final Set<String> NEWER = Set.of("MODEL_RENAMED");

  @ParameterizedTest
  @CsvSource({
    "openapi.yaml,/published-fields.json,60",
    "inference.yaml,/published-inference.json,20"
  })
  void everyPublishedOperationAndFieldIsInOurs(String ours, String facts, int atLeast) {
    var comparison = new Comparison(SpecDocument.read(ours), Published.read(facts));
    assertThat(comparison.problems()).isEmpty();
    assertThat(comparison.operations).isGreaterThan(atLeast);
  }

  /// Counts what it compares, so that an empty comparison is no success.
  private static final class Comparison {
    private final SpecDocument ours;
    private final Published published;
    private final List<String> found = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();
    private int operations;

    Comparison(SpecDocument ours, Published published) {
      this.ours = ours;
      this.published = published;
    }

    List<String> problems() {
      for (String name : published.operations()) {
        JsonNode own = ours.operations().get(name);
        if (own == null) {
          found.add(name + ": missing");
        } else {
          operations++;
          operation(name, own, published.operation(name));
        }
      }
      return found;
    }

    private void operation(String name, JsonNode own, JsonNode theirs) {
      int success = theirs.required("success").intValue();
      if (!own.get("responses").has(String.valueOf(success))) {
        found.add(name + ": no " + success);
      }
      var query = ours.parameters(own, "query").keySet();
      for (JsonNode parameter : theirs.get("query")) {
        if (!query.contains(parameter.stringValue())) {
          found.add(name + ": query parameter " + parameter);
        }
      }
      body(name + " request", ours.requestSchema(own), theirs.get("request"), true);
      body(name + " answer", ours.responseSchema(own, success), theirs.get("response"), false);
    }

    private void body(String at, @Nullable JsonNode own, JsonNode theirs, boolean request) {
      if (theirs.isNull()) {
        return;
      }
      if (own == null) {
        found.add(at + ": no body");
      } else {
        compare(at, own, theirs, request);
      }
    }

    private void compare(String at, JsonNode own, JsonNode theirs, boolean request) {
      List<JsonNode> options = options(theirs);
      Set<String> types =
          options.stream()
              .map(o -> o.path("type").asString(""))
              .filter(t -> !t.isEmpty())
              .collect(Collectors.toSet());
      Set<String> mine = ours.types(own);
      boolean fits = request ? mine.containsAll(types) : types.containsAll(mine);
      if (!types.isEmpty() && !mine.isEmpty() && !fits) {
        found.add(at + ": " + mine + " (published: " + types + ")");
      }
      List<JsonNode> solid =
          options.stream().filter(o -> !o.path("type").asString("").equals("null")).toList();
      if (mine.equals(Set.of("null")) || solid.isEmpty()) {
        return;
      }
      JsonNode whole = ours.essence(own);
      // Of several published shapes, ours is one that is told apart by its fields.
      JsonNode published = solid.size() == 1 ? solid.getFirst() : nearest(whole, solid);
      values(at, whole, published, request);
      if (published.has("items") && whole.has("items")) {
        compare(at + "[]", whole.get("items"), published.get("items"), request);
      }
      if (published.has("fields") && whole.has("properties") && compared.add(at)) {
        fields(at, whole, published, request);
      }
    }

    private static JsonNode nearest(JsonNode own, List<JsonNode> options) {
      return options.stream()
          .filter(o -> o.has("fields"))
          .filter(o ->
              own.path("properties").propertyNames().containsAll(o.get("fields").propertyNames()))
          .findFirst()
          .orElse(options.getFirst());
    }

    private void values(String at, JsonNode own, JsonNode theirs, boolean request) {
      if (!theirs.has("enum") || !own.has("enum")) {
        return;
      }
      var mine = own.get("enum").valueStream().filter(v -> !v.isNull()).collect(Collectors.toSet());
      mine.removeIf(v -> NEWER.contains(v.asString("")));
      var known = theirs.get("enum").valueStream().collect(Collectors.toSet());
      if (!(request ? mine.containsAll(known) : known.containsAll(mine))) {
        found.add(at + ": values " + mine + " (published: " + known + ")");
      }
    }

    private void fields(String at, JsonNode own, JsonNode theirs, boolean request) {
      var mine = names(own.path("required"));
      var needed = names(theirs.get("required"));
      for (var field : theirs.get("fields").properties()) {
        JsonNode property = own.get("properties").get(field.getKey());
        if (property == null && !NOT_HERE.contains(at + "." + field.getKey())) {
          found.add(at + "." + field.getKey() + ": missing");
        } else if (property != null) {
          compare(at + "." + field.getKey(), property, field.getValue(), request);
        }
      }
      if (!(request ? needed.containsAll(mine) : mine.containsAll(needed))) {
        found.add(at + ": required " + mine + " (published: " + needed + ")");
      }
    }

    private static Set<String> names(JsonNode list) {
      return list.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
    }

    private List<JsonNode> options(JsonNode theirs) {
      if (theirs.has("ref")) {
        return options(published.schema(theirs.required("ref").stringValue()));
      }
      return theirs.has("any")
          ? theirs.get("any").valueStream().flatMap(o -> options(o).stream()).toList()
          : List.of(theirs);
    }
  }
}
