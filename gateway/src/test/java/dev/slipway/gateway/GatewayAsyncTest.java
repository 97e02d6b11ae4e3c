package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.async.Async;
import dev.slipway.engine.async.AsyncRequests;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.gateway.async.WebhookPost;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.fake.CountingAsyncTelemetry;
import dev.slipway.testkit.memory.MemoryStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The asynchronous paths in front of the real engine, on a store in memory.
class GatewayAsyncTest {
  private static final String PATH = "/environments/production/async_predict";

  private Rig rig = new Rig();
  private HeldModel model = new HeldModel("v1");
  private WebhookPost webhooks = new WebhookPost();
  private Async async = async();

  private Async async() {
    return Async.on(
        new Async.Ports(
            new MemoryStore(),
            rig.gateway.predictions(),
            webhooks,
            new CountingAsyncTelemetry(),
            InstantSource.system()));
  }

  @BeforeEach
  void serveOneAtATime() {
    var replica = Rig.endpoint("r1", rig.serve(model));
    rig.with(Rig.target("d1", 1, Backpressure.QUEUE_ON_FULL, Availability.UP, replica))
        .production(new Split.Whole("d1"))
        .apply();
    rig.gateway.serve(async.requests());
    async.runner().start();
  }

  @AfterEach
  void stop() {
    async.runner().close();
    webhooks.close();
    rig.close();
  }

  private String accepted(String body) {
    var answer = rig.post(PATH, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    return new JsonObject(answer.body()).getString("request_id");
  }

  private JsonObject request(String id) {
    var answer = rig.send(rig.to("/async_request/" + id).GET());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private void awaitStatus(String id, String status) {
    Await.until(
        () -> id + ": " + request(id), () -> request(id).getString("status").equals(status));
  }

  private static void isError(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("error")).contains(error);
    assertThat(new JsonObject(answer.body()).getString("error_code")).isNotEmpty();
  }

  @Test
  void anIntegerMayBeWrittenAsJsonSchemaHasIt() {
    accepted("{\"model_input\":{},\"priority\":1.0,\"max_time_in_queue_seconds\":6e2}");
  }

  @Test
  void theModelGetsItsInputToTheByteUnderTheRequestsId() {
    var input = "{ \"x\": 1.0,\"y\":[ 12345678901234567890 ], \"\u00e9\":null}";
    var id = accepted("{\"priority\":0,\"model_input\":" + input + " ,\"webhook_endpoint\":null}");
    var arrived = model.next();
    assertThat(model.body(arrived)).isEqualTo(input);
    assertThat(arrived.getHeader("X-BASETEN-REQUEST-ID")).isEqualTo(id);
    assertThat(arrived.getHeader("x-slipway-async-request")).isNull();
    assertThat(arrived.getHeader("authorization")).isNull();
    assertThat(request(id).getString("status")).isEqualTo("IN_PROGRESS");
    model.answer(arrived);
    awaitStatus(id, "SUCCEEDED");
    var done = request(id);
    assertThat(done.fieldNames())
        .containsExactlyInAnyOrder(
            "request_id",
            "model_id",
            "deployment_id",
            "status",
            "webhook_status",
            "created_at",
            "status_at",
            "errors");
    assertThat(done.getString("webhook_status")).isEqualTo("NO_WEBHOOK_PROVIDED");
    assertThat(done.getString("deployment_id")).isEqualTo("d1");
    assertThat(done.getJsonArray("errors")).isEqualTo(new JsonArray());
  }

  @Test
  void theLowestPriorityGoesFirstAndThenTheOldest() {
    var first = accepted("{\"model_input\":{\"n\":0}}");
    var held = model.next();
    var ids =
        List.of(
            accepted("{\"model_input\":{},\"priority\":2}"),
            accepted("{\"model_input\":{},\"priority\":1}"),
            accepted("{\"model_input\":{},\"priority\":0}"),
            accepted("{\"model_input\":{}}"));
    var queue = rig.send(rig.to("/environments/production/async_queue_status").GET());
    assertThat(new JsonObject(queue.body()))
        .isEqualTo(
            new JsonObject()
                .put("model_id", Rig.MODEL)
                .put("deployment_id", "d1")
                .put("num_queued_requests", 4)
                .put("num_in_progress_requests", 1));
    assertThat(held.getHeader("X-BASETEN-REQUEST-ID")).isEqualTo(first);
    model.answer(held);
    for (int i : new int[] {2, 3, 1, 0}) {
      var next = model.next();
      assertThat(next.getHeader("X-BASETEN-REQUEST-ID")).isEqualTo(ids.get(i));
      model.answer(next);
    }
  }

  @Test
  void whoWaitsForAnAnswerGoesFirst() {
    var busy = rig.http.sendAsync(sync("a"), HttpResponse.BodyHandlers.ofString());
    var held = model.next();
    var id = accepted("{\"model_input\":{}}");
    var waiting = rig.http.sendAsync(sync("b"), HttpResponse.BodyHandlers.ofString());
    Await.until("a client waits", () -> rig.gateway.demand("d1").parked() == 1);
    assertThat(request(id).getString("status")).isEqualTo("QUEUED");
    model.answer(held);
    var second = model.next();
    assertThat(model.body(second)).isEqualTo("b");
    model.answer(second);
    assertThat(waiting.join().body()).isEqualTo("v1");
    assertThat(busy.join().body()).isEqualTo("v1");
    model.answer(model.next());
    awaitStatus(id, "SUCCEEDED");
  }

  private HttpRequest sync(String body) {
    return rig.to("/production/predict").POST(BodyPublishers.ofString(body)).build();
  }

  @Test
  void aTargetWithoutReplicasIsWaitedFor() {
    rig.with(Rig.target("d2", 1, Backpressure.QUEUE_ON_FULL, Availability.NOT_READY)).apply();
    var answer = rig.post("/deployment/d2/async_predict", "{\"model_input\":{}}");
    assertThat(answer.statusCode()).isEqualTo(201);
    var id = new JsonObject(answer.body()).getString("request_id");
    var replica = Rig.endpoint("r2", rig.serve(model));
    rig.with(Rig.target("d2", 1, Backpressure.QUEUE_ON_FULL, Availability.UP, replica)).apply();
    model.answer(model.next());
    awaitStatus(id, "SUCCEEDED");
    assertThat(request(id).getString("deployment_id")).isEqualTo("d2");
  }

  @Test
  void aCallerCannotChooseTheIdOfARequest() {
    var forged =
        rig.to("/production/predict")
            .header("x-slipway-async-request", "mine")
            .POST(BodyPublishers.ofString("{}"));
    var answer = rig.http.sendAsync(forged.build(), HttpResponse.BodyHandlers.ofString());
    var arrived = model.next();
    assertThat(arrived.getHeader("X-BASETEN-REQUEST-ID")).hasSize(32);
    assertThat(arrived.getHeader("x-slipway-async-request")).isNull();
    model.answer(arrived);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{|not JSON",
        "[]|expected: {\"model_input\"",
        "{}|model_input: missing",
        "{\"model_input\":null}|model_input: expected a JSON object",
        "{\"model_input\":[1]}|model_input: expected a JSON object",
        "{\"model_input\":{},\"model_input\":{}}|not JSON",
        "{\"model_input\":{}} {}|goes on after its end",
        "{\"model_input\":{},\"webhook\":1}|webhook: unknown",
        "{\"model_input\":{},\"priority\":3}|priority: 3 (expected: 0 to 2)",
        "{\"model_input\":{},\"priority\":1.5}|priority: expected an integer",
        "{\"model_input\":{},\"priority\":1e999999999}|priority: expected an integer",
        "{\"model_input\":{},\"priority\":\"1\"}|priority: expected an integer",
        "{\"model_input\":{},\"priority\":99999999999}|priority: expected an integer",
        "{\"model_input\":{},\"max_time_in_queue_seconds\":9}|(expected: 10 to 259200)",
        "{\"model_input\":{},\"inference_retry_config\":[]}|expected a JSON object",
        "{\"model_input\":{},\"inference_retry_config\":{\"max_attempts\":0}}|(expected: 1 to 10)",
        "{\"model_input\":{},\"inference_retry_config\":{\"tries\":1}}|tries: unknown",
        "{\"model_input\":{},\"webhook_endpoint\":\"http://example.test/\"}|expected an https:// URL",
        "{\"model_input\":{},\"webhook_endpoint\":\"https://\"}|expected an https:// URL",
        "{\"model_input\":{},\"webhook_endpoint\":7}|webhook_endpoint: expected a URL",
      })
  void whatIsWrongWithABodyIsTold(String body, String error) {
    isError(rig.post(PATH, body), 400, error);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPayloadOverTheLimitIsRefusedInThePublishedWords(boolean sized) {
    byte[] body =
        "{\"model_input\":{}}".repeat(20_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var publisher =
        sized
            ? BodyPublishers.ofByteArray(body)
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    var answer = rig.send(rig.to(PATH).POST(publisher));
    isError(answer, 413, "bytes exceeds maximum size of 262144 bytes");
    if (sized) {
      isError(answer, 413, "payload size of " + body.length + " bytes exceeds");
    }
  }

  @Test
  void aPayloadOfTheLimitIsTaken() {
    var frame = "{\"model_input\":{\"x\":\"\"}}";
    var text = "a".repeat(AsyncRequests.MAX_PAYLOAD - frame.length());
    accepted("{\"model_input\":{\"x\":\"" + text + "\"}}");
    var arrived = model.next();
    assertThat(model.body(arrived)).hasSize(text.length() + 8);
    model.answer(arrived);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /environments/nowhere/async_predict, 404, does not exist",
    "POST, /deployment/nothing/async_predict, 404, does not exist",
    "POST, /development/async_predict, 404, no development deployment",
    "GET, /environments/nowhere/async_queue_status, 404, does not exist",
    "GET, /async_request/unknown, 404, unknown of model abc1234 does not exist",
    "DELETE, /async_request/unknown, 404, unknown of model abc1234 does not exist",
    "GET, /environments/production/async_predict, 405, Method not allowed",
    "POST, /environments/production/async_queue_status, 405, Method not allowed",
    "PUT, /async_request/unknown, 405, Method not allowed",
  })
  void whatIsNotThereIsTold(String method, String path, int status, String error) {
    isError(rig.send(rig.to(path).method(method, BodyPublishers.noBody())), status, error);
  }

  @Test
  void aDeactivatedDeploymentTakesNothing() {
    rig.with(Rig.target("d3", 1, Backpressure.QUEUE_ON_FULL, Availability.ABSENT)).apply();
    isError(rig.post("/deployment/d3/async_predict", "{\"model_input\":{}}"), 404, "not active");
  }

  @Test
  void aRequestIsOnlyShownToThoseWhoMayInvokeItsModel() {
    var id = accepted("{\"model_input\":{}}");
    var path = "/async_request/" + id;
    var other = rig.url(path).replace(Rig.MODEL, "other");
    isError(
        rig.send(
            HttpRequest.newBuilder(java.net.URI.create(other))
                .header("Authorization", "Bearer " + Rig.KEY)
                .GET()),
        404,
        "does not exist");
    var nobody = HttpRequest.newBuilder(java.net.URI.create(rig.url(path)));
    isError(rig.send(nobody.GET()), 401, "Missing API key");
    model.answer(model.next());
  }
}
