package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import dev.slipway.api.http.Route;
import dev.slipway.api.http.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// docs/api/openapi.yaml and the server say the same: the document has every operation, parameter
/// and field that the server has, and no other.
class SpecTest extends ServerTest {
  private final SpecDocument document = SpecDocument.read("openapi.yaml");

  @Test
  void theDocumentHasTheRoutesOfTheServerAndNoOther() {
    var routes = new TreeMap<String, Route>();
    server.routes().forEach(r -> routes.put(r.method() + " " + r.pattern(), r));
    Map<String, JsonNode> operations = document.operations();
    assertThat(operations.keySet()).isEqualTo(routes.keySet());
    var wrong = new ArrayList<String>();
    routes.forEach((name, route) ->
        wrong.addAll(differences(name, route, Objects.requireNonNull(operations.get(name)))));
    assertThat(wrong).isEmpty();
  }

  private List<String> differences(String name, Route route, JsonNode operation) {
    var found = new ArrayList<String>();
    var query = new TreeSet<>(document.parameters(operation, "query").keySet());
    if (!query.equals(new TreeSet<>(route.query()))) {
      found.add(name + ": query " + query + " (the server: " + route.query() + ")");
    }
    var inPath = List.copyOf(document.parameters(operation, "path").keySet());
    var names =
        route.path().segments().stream()
            .filter(s -> s.startsWith("{"))
            .map(s -> s.substring(1, s.length() - 1))
            .toList();
    if (!inPath.equals(names)) {
      found.add(name + ": path " + inPath + " (the server: " + names + ")");
    }
    boolean open = operation.path("security").isArray() && operation.get("security").isEmpty();
    if (open != (route.scope() == Scope.OPEN)) {
      found.add(name + ": security (the server: " + route.scope() + ")");
    }
    String body =
        operation.has("requestBody")
            ? operation.at("/requestBody/required").asBoolean(false) ? "required" : "optional"
            : "none";
    String taken =
        switch (route.bodyKind()) {
          case NOTHING, COMMAND -> "none";
          case OPTIONAL -> "optional";
          case JSON, CONFIG, BYTES -> "required";
        };
    if (!body.equals(taken)) {
      found.add(name + ": body " + body + " (the server: " + taken + ")");
    }
    return found;
  }

  @Test
  void everyAnswerHasTheFieldsOfTheDocumentAndNoOther() {
    var slice = new SliceCalls(server);
    var wrong = new ArrayList<String>();
    slice.all().forEach((name, call) -> wrong.addAll(check(name, call)));
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatAnEnvironmentShowsOfAPromotionIsInTheDocument() {
    var slice = new SliceCalls(server);
    String settings =
        "{\"promotion_settings\":{\"ramp_up_while_promoting\":true,"
            + "\"rolling_deploy_config\":{\"max_surge_percent\":10}}}";
    server.patch(slice.env("production"), settings);
    server.post(slice.env("production") + "/promote", Bodies.promote(slice.second()));
    server.settle();
    String name = "GET /v1/models/{model_id}/environments/{env_name}";
    Got got = server.get(slice.env("production"));
    assertThat(got.at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
    assertThat(check(name, () -> got)).isEmpty();
  }

  @Test
  void theAnswersOfOurOwnOperationsAreInTheDocument() {
    var slice = new SliceCalls(server);
    String promotions = slice.env("production") + "/promotions";
    String slowly = "{\"promotion_settings\":{\"ramp_up_while_promoting\":true}}";
    server.patch(slice.env("production"), slowly);
    server.post(slice.env("production") + "/promote", Bodies.promote(slice.second()));
    server.settle();
    String cancel = slice.env("production") + "/cancel_promotion";
    String force = slice.env("production") + "/force_cancel_promotion";
    String e = "/v1/models/{model_id}/environments/{env_name}";
    var wrong = new ArrayList<String>();
    for (String path : List.of(cancel + "?dry_run=true", force + "?dry_run=true")) {
      String name = "POST " + e + path.substring(path.lastIndexOf('/'), path.indexOf('?'));
      Got plan = server.post(path, "{\"reason\":\"slow\"}");
      assertThat(plan.json().has("steps")).isTrue();
      wrong.addAll(check(name, () -> plan));
    }
    wrong.addAll(
        check("POST " + e + "/cancel_promotion", () -> server.post(cancel + "?reason=slow")));
    String receipt = promotions + "/" + server.get(promotions).at("/promotions/0/id");
    var calls =
        Map.<String, Supplier<Got>>of(
            "GET " + e + "/promotions",
            () -> server.get(promotions),
            "GET " + e + "/promotions/{promotion_id}",
            () -> server.get(receipt),
            "GET /healthz",
            () -> server.get("/healthz"),
            "GET /readyz",
            () -> server.get("/readyz"));
    calls.forEach((name, call) -> wrong.addAll(check(name, call)));
    assertThat(wrong).isEmpty();
  }

  @Test
  void refusalsAreThoseOfTheDocument() {
    Got got = server.get("/v1/models/none");
    JsonNode refused = document.root().at("/components/responses/Refused/content");
    JsonNode schema = refused.at("/application~1json/schema");
    assertThat(document.problems(schema, got.json())).isEmpty();
  }

  private List<String> check(String name, Supplier<Got> call) {
    Got got = call.get();
    server.settle();
    JsonNode operation = document.operations().get(name);
    JsonNode schema = operation == null ? null : document.responseSchema(operation, got.status());
    if (schema == null) {
      return List.of(name + ": " + got.status() + " is not in the document: " + got.text());
    }
    return document.problems(schema, got.json()).stream().map(p -> name + ": " + p).toList();
  }
}
