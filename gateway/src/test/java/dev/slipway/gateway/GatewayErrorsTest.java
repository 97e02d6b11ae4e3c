package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayErrorsTest {
  private final Rig rig = new Rig(new TestSettings().bodyBytes(200_000));

  @BeforeEach
  void serve() {
    var model = rig.serve(r -> r.body().onSuccess(b -> r.response().end("got " + b.length())));
    rig.with(Rig.target("d1", Rig.endpoint("r1", model)))
        .production(new Split.Whole("d1"))
        .environment("empty", new Split.None())
        .apply();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static void isError(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .startsWith("{\"error\":\"")
        .contains("\"error_code\":\"" + code + '"');
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.headers().firstValue("x-baseten-request-id")).isPresent();
  }

  private HttpResponse<String> withAuthorization(String value) {
    return rig.send(
        HttpRequest.newBuilder(URI.create(rig.url("/production/predict")))
            .header("Authorization", value)
            .POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void wantsAKeyThatExists() {
    isError(
        rig.send(
            HttpRequest.newBuilder(URI.create(rig.url("/production/predict")))
                .POST(BodyPublishers.ofString("{}"))),
        401,
        "unauthorized");
    isError(withAuthorization("Api-Key nobody00.x"), 401, "unauthorized");
    isError(withAuthorization("Basic abc"), 401, "unauthorized");
    assertThat(withAuthorization("Bearer " + Rig.KEY).statusCode()).isEqualTo(200);
    assertThat(withAuthorization("Api-Key " + Rig.KEY).statusCode()).isEqualTo(200);
  }

  @Test
  void forgetsARevokedKeyAtOnce() {
    assertThat(withAuthorization("Api-Key " + Rig.KEY).statusCode()).isEqualTo(200);
    rig.gateway.apply(Rig.ring());
    isError(withAuthorization("Api-Key " + Rig.KEY), 401, "unauthorized");
  }

  @Test
  void wantsAKeyThatMayInvokeTheModel() {
    rig.gateway.apply(
        Rig.ring(
            Rig.key("metrics0.x", ApiKey.Type.WORKSPACE_EXPORT_METRICS, List.of()),
            Rig.key("another0.x", ApiKey.Type.WORKSPACE_INVOKE, List.of("other")),
            Rig.key("covering.x", ApiKey.Type.WORKSPACE_INVOKE, List.of(Rig.MODEL))));
    isError(withAuthorization("Api-Key metrics0.x"), 403, "unauthorized");
    isError(withAuthorization("Api-Key another0.x"), 403, "unauthorized");
    assertThat(withAuthorization("Api-Key covering.x").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/environments/nowhere/predict, 404, model_does_not_exist",
    "/environments/empty/predict, 404, model_does_not_exist",
    "/deployment/nothing/predict, 404, model_does_not_exist",
    "/development/predict, 404, model_does_not_exist",
    "/production/async_predict, 503, model_unavailable",
    "/nonsense, 404, client_error",
    "/deployment/%ff/predict, 400, client_error",
  })
  void refusesWhatIsNotThere(String path, int status, String code) {
    isError(rig.post(path, "{}"), status, code);
  }

  @Test
  void wantsAnUpgradeForWebSockets() {
    isError(rig.send(rig.to("/production/websocket").GET()), 400, "client_error");
  }

  @Test
  void refusesAModelThatIsNotThere() {
    var uri = rig.url("/production/predict").replace(Rig.MODEL, "missing");
    isError(
        rig.send(
            HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Api-Key " + Rig.KEY)
                .POST(BodyPublishers.ofString("{}"))),
        404,
        "model_does_not_exist");
  }

  @ParameterizedTest
  @CsvSource({
    "UP, 503, model_unavailable",
    "NOT_READY, 400, model_not_ready",
    "ABSENT, 404, model_does_not_exist",
  })
  void saysWhyThereIsNoReplica(Availability availability, int status, String code) {
    rig.with(Rig.target("d1", 1, Backpressure.QUEUE_ON_FULL, availability)).apply();
    var answer = rig.predict("{}");
    isError(answer, status, code);
    isError(rig.post("/deployment/d1/wake", ""), status, code);
    if (availability == Availability.NOT_READY) {
      assertThat(answer.body())
          .contains("\"error\":\"Model is not ready, it is still building or deploying\"");
    }
  }

  @Test
  void answersAReplicaThatCannotBeReachedWith502() {
    rig.with(Rig.target("d1", new Endpoint("r9", "127.0.0.1", closedPort()))).apply();
    var answer = rig.predict("{}");
    isError(answer, 502, "model_unavailable");
    assertThat(answer.body()).contains("\"error\":\"Error making prediction\"");
    assertThat(rig.served("d1").lost()).isEqualTo(1);
    assertThat(rig.gateway.inFlight("r9")).isZero();
  }

  private int closedPort() {
    var server = rig.serve(r -> r.response().end());
    int port = server.actualPort();
    Rig.get(server.close());
    return port;
  }

  @Test
  void acceptsAWakeOfWhatIsUp() {
    var answer = rig.post("/deployment/d1/wake", "");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @Test
  void reachesTheDevelopmentDeploymentInPlaceOfAnEmptyProduction() {
    var model = rig.serve(r -> r.response().end("dev"));
    rig.with(Rig.target("dev", Rig.endpoint("r2", model)))
        .developing("dev")
        .production(new Split.None())
        .apply();
    assertThat(rig.predict("{}").body()).isEqualTo("dev");
    assertThat(rig.post("/development/predict", "{}").body()).isEqualTo("dev");
    assertThat(rig.post("/environments/development/predict", "{}").body()).isEqualTo("dev");
    rig.production(new Split.Whole("d1")).apply();
    assertThat(rig.predict("{}").body()).isEqualTo("got 2");
  }

  @Test
  void wantsPostForPredictions() {
    var answer = rig.send(rig.to("/production/predict").GET());
    isError(answer, 405, "client_error");
    assertThat(answer.headers().firstValue("allow")).contains("POST");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /production/websocket, GET",
    "TRACE, /production/websocket, GET",
    "TRACE, /production/sync/health, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'",
    "BREW, /production/sync/coffee, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'"
  })
  void anotherMethodIsRefusedWithThoseThatThePathHas(String method, String path, String allowed) {
    var answer = rig.send(rig.to(path).method(method, BodyPublishers.noBody()));
    isError(answer, 405, "client_error");
    assertThat(answer.headers().firstValue("allow")).contains(allowed);
  }

  @Test
  void takesBodiesUpToTheLimitAndNoLonger() {
    assertThat(rig.predict("x".repeat(200_000)).body()).isEqualTo("got 200000");
    isError(rig.predict("x".repeat(200_001)), 413, "payload_too_large");
  }

  @Test
  void takesChunkedBodiesUpToTheLimitAndNoLonger() {
    try (var client = rig.raw()) {
      client.send(head("Transfer-Encoding: chunked")).send("7\n{\"a\":1}\n0\n\n");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
    }
    try (var client = rig.raw()) {
      client.send(head("Transfer-Encoding: chunked"));
      for (int i = 0; i < 13; i++) {
        client.send("4000\n" + "x".repeat(0x4000) + "\n");
      }
      var lines = client.head();
      assertThat(lines.getFirst()).isEqualTo("http/1.1 413 request entity too large");
      assertThat(lines).contains("connection: close");
    }
  }

  static String head(String... fields) {
    return "POST /model/"
        + Rig.MODEL
        + "/production/predict HTTP/1.1\nHost: localhost\nAuthorization: Api-Key "
        + Rig.KEY
        + "\n"
        + String.join("\n", fields)
        + "\n\n";
  }

  @Test
  void rejectsContradictingLengths() {
    refusedWith400(head("Content-Length: 2", "Transfer-Encoding: chunked") + "0\n\n");
    refusedWith400(head("Content-Length: 2", "Content-Length: 3") + "{}");
    refusedWith400(head("Content-Length: 2, 3") + "{}");
    refusedWith400(head("Content-Length: -1"));
    refusedWith400(head("Content-Length: 2x") + "{}");
    refusedWith400(head("Content-Length: +2") + "{}");
    refusedWith400(head("Transfer-Encoding: identity"));
    refusedWith400(head("Transfer-Encoding : chunked") + "0\n\n");
    refusedWith400(head("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\n\n");
  }

  private void refusedWith400(String request) {
    try (var client = rig.raw()) {
      client.send(request);
      assertThat(client.head().getFirst()).as(request).startsWith("http/1.1 400");
      // Nothing that follows on this connection may be taken for a request.
      client.rest();
    }
  }

  @Test
  void wantsOneHost() {
    refusedWith400(
        "POST /model/x/production/predict HTTP/1.1\nContent-Length: 0\nConnection: close\n\n");
    refusedWith400(
        "POST /model/x/production/predict HTTP/1.1\nHost: a\nHost: b\nContent-Length: 0\nConnection: close\n\n");
  }

  @Test
  void asksForABodyThatIsExpectedOnlyWhereItWouldTakeIt() {
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2", "Expect: 100-continue"));
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 100 continue");
      client.send("{}");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
    }
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 900000", "Expect: 100-continue"));
      assertThat(client.head().getFirst()).startsWith("http/1.1 413");
    }
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2", "Expect: a-miracle"));
      assertThat(client.head().getFirst()).startsWith("http/1.1 417");
    }
  }

  @Test
  void readsTheModelFromTheHostLabel() {
    try (var client = rig.raw()) {
      client.send(
          "POST /production/predict HTTP/1.1\nHost: model-"
              + Rig.MODEL
              + ".api.localhost:9090\nAuthorization: Api-Key "
              + Rig.KEY
              + "\nContent-Length: 2\n\n{}");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
      assertThat(client.bytes(5)).isEqualTo("got 2");
      client.send(
          "POST /predict HTTP/1.1\nHost: model-"
              + Rig.MODEL
              + "-production.api.localhost\nAuthorization: Api-Key "
              + Rig.KEY
              + "\nContent-Length: 0\n\n");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
      assertThat(client.bytes(5)).isEqualTo("got 0");
    }
  }
}
