package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.async.Async;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.gateway.Rig;
import dev.slipway.gateway.async.WebhookPost;
import dev.slipway.gateway.route.Address.Action;
import dev.slipway.testkit.fake.CountingAsyncTelemetry;
import dev.slipway.testkit.memory.MemoryStore;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// docs/api/inference.yaml and the gateway say the same: the document has every path, method and
/// field that the gateway has, and no other.
class InferenceSpecTest {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Pattern EXPECTED = Pattern.compile("\\(expected: ([a-z_, ]+)\\)");

  private final JsonNode document = read();
  private final Rig rig = new Rig();
  private final WebhookPost webhooks = new WebhookPost();
  private final Async async =
      Async.on(
          new Async.Ports(
              new MemoryStore(),
              rig.gateway.predictions(),
              webhooks,
              new CountingAsyncTelemetry(),
              InstantSource.system()));

  private static JsonNode read() {
    try {
      return new YAMLMapper()
          .readTree(Files.readString(Path.of("..", "docs", "api", "inference.yaml")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void serve() {
    rig.with(
            Rig.target(
                "d1",
                8,
                Backpressure.QUEUE_ON_FULL,
                Availability.UP,
                Rig.endpoint("r1", rig.serve(request -> request.response().end("{}")))))
        .production(new Split.Whole("d1"))
        .developing("d1")
        .apply();
    rig.gateway.serve(async.requests());
  }

  @AfterEach
  void stop() {
    webhooks.close();
    rig.close();
  }

  /// What the gateway reads for each path that it knows.
  private static Map<String, Action> known() {
    var paths = new TreeMap<String, Action>();
    for (String place :
        List.of(
            "/environments/{env_name}",
            "/production",
            "/development",
            "/deployment/{deployment_id}",
            "")) {
      for (Action action : Action.values()) {
        switch (action) {
          case PREDICT, WEBSOCKET, WAKE, ASYNC_PREDICT, ASYNC_QUEUE_STATUS ->
              paths.put(place + "/" + action.name().toLowerCase(Locale.ROOT), action);
          case SYNC -> {
            if (!place.isEmpty()) {
              paths.put(place + "/sync/{route}", action);
            }
          }
          case ASYNC_REQUEST -> paths.put("/async_request/{request_id}", action);
        }
      }
    }
    return paths;
  }

  private static String filled(String path) {
    return path.replace("{env_name}", "production")
        .replace("{deployment_id}", "d1")
        .replace("{request_id}", "none")
        .replace("{route}", "v1/chat");
  }

  @Test
  void theDocumentHasThePathsThatTheGatewayReadsAndNoOther() {
    var paths = known();
    assertThat(new TreeSet<>(document.get("paths").propertyNames())).isEqualTo(paths.keySet());
    paths.forEach((path, action) -> {
      boolean bare = path.lastIndexOf('/') == 0;
      var host = HostLabel.of(bare ? "model-abc1234-production.x" : "model-abc1234.x");
      assertThat(Paths.read(host, filled(path)))
          .as(path)
          .isInstanceOfSatisfying(
              Address.class, address -> assertThat(address.action()).isEqualTo(action));
    });
  }

  @Test
  void theDocumentHasTheMethodsThatTheGatewayTakesAndNoOther() {
    var wrong = new ArrayList<String>();
    known()
        .forEach((path, action) -> {
          if (path.lastIndexOf('/') == 0 || action == Action.SYNC) {
            return; // the same actions under a host of their own; every method goes on to the model
          }
          var documented = document.at("/paths").get(path);
          for (String method : METHODS) {
            var answer = rig.send(rig.to(filled(path)).method(method, BodyPublishers.noBody()));
            boolean refused =
                answer.statusCode() == 405
                    || (action == Action.WEBSOCKET && !method.equals("GET"))
                    || answer.body().contains("No such path");
            if (refused == documented.has(method.toLowerCase(Locale.ROOT))) {
              wrong.add(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  @Test
  void theDocumentHasTheFieldsThatAnAsynchronousRequestMayHave() {
    assertThat(fieldsNamedBy("{\"zzz\":1}")).isEqualTo(properties("AsyncPredictRequest"));
    assertThat(fieldsNamedBy("{\"inference_retry_config\":{\"zzz\":1}}"))
        .isEqualTo(properties("InferenceRetryConfig"));
  }

  private Set<String> fieldsNamedBy(String body) {
    var said = rig.post("/production/async_predict", body);
    assertThat(said.statusCode()).isEqualTo(400);
    var known = EXPECTED.matcher(new JsonObject(said.body()).getString("error"));
    assertThat(known.find()).as(said.body()).isTrue();
    return Set.of(known.group(1).split(",? or |, "));
  }

  @Test
  void theAnswersHaveTheFieldsOfTheDocument() {
    var accepted = rig.post("/production/async_predict", "{\"model_input\":{}}");
    assertFields(accepted, 201, "AsyncPredictOutput");
    var path = "/async_request/" + new JsonObject(accepted.body()).getString("request_id");
    assertFields(rig.send(rig.to(path).GET()), 200, "AsyncRequestStatusResponse");
    var queue = rig.send(rig.to("/production/async_queue_status").GET());
    assertFields(queue, 200, "AsyncQueueStatusResponse");
    assertFields(rig.send(rig.to(path).DELETE()), 200, "CancelAsyncRequestResponse");
    assertFields(rig.send(rig.to("/nowhere").GET()), 404, "ErrorResponse");
    var wake = rig.post("/production/wake", "");
    assertThat(wake.statusCode()).isEqualTo(202);
  }

  private void assertFields(HttpResponse<String> answer, int status, String schema) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var fields = new HashSet<>(new JsonObject(answer.body()).fieldNames());
    assertThat(fields).as(schema).isEqualTo(properties(schema));
  }

  private Set<String> properties(String schema) {
    return Set.copyOf(
        document.at("/components/schemas").get(schema).get("properties").propertyNames());
  }
}
