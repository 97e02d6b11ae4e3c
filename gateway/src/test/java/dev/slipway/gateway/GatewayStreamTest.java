package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayStreamTest {
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    rig.close();
  }

  private void serve(io.vertx.core.Handler<HttpServerRequest> handler) {
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(handler))))
        .production(new Split.Whole("d1"))
        .apply();
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static String head(String... fields) {
    return GatewayErrorsTest.head(fields);
  }

  @Test
  void passesEachPieceOfAnAnswerOnAsItComes() {
    var answering = new CompletableFuture<HttpServerResponse>();
    serve(r -> r.body().onSuccess(_ -> answering.complete(r.response().setChunked(true))));
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      var model = await(answering);
      model.putHeader("content-type", "text/event-stream").write("data: one\n\n");
      assertThat(client.head()).contains("content-type: text/event-stream");
      assertThat(client.line()).isEqualTo("b");
      assertThat(client.bytes(13)).isEqualTo("data: one\n\n\r\n");
      model.write("data: two\n\n");
      assertThat(client.line()).isEqualTo("b");
      assertThat(client.bytes(13)).isEqualTo("data: two\n\n\r\n");
      assertThat(rig.gateway.inFlight("r1")).isEqualTo(1);
      model.end();
      assertThat(client.line()).isEqualTo("0");
      assertThat(rig.gateway.inFlight("r1")).isZero();
    }
  }

  @Test
  void passesTheHeadOfAnAnswerOnBeforeItsBody() {
    var answering = new CompletableFuture<HttpServerResponse>();
    serve(r -> {
      var response = r.response().setChunked(true);
      response.writeHead();
      answering.complete(response);
    });
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
      await(answering).end("x");
      assertThat(client.line()).isEqualTo("1");
    }
  }

  @Test
  void passesEachPieceOfARequestOnAsItComes() {
    var pieces = new java.util.concurrent.LinkedBlockingQueue<String>();
    serve(r -> {
      r.handler(piece -> pieces.add(piece.toString()));
      r.endHandler(_ -> r.response().end("done"));
    });
    try (var client = rig.raw()) {
      client.send(head("Transfer-Encoding: chunked") + "3\none\n");
      assertThat(poll(pieces)).isEqualTo("one");
      client.send("3\ntwo\n");
      assertThat(poll(pieces)).isEqualTo("two");
      client.send("0\n\n");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
      assertThat(client.bytes(4)).isEqualTo("done");
    }
  }

  private static String poll(java.util.concurrent.BlockingQueue<String> queue) {
    try {
      var one = queue.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(one).isNotNull();
      return one == null ? "" : one;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void carriesLargeBodiesBothWaysUnchanged() {
    serve(r -> r.response().setChunked(true).send(r));
    var body = "0123456789abcdef".repeat(500_000);
    assertThat(rig.predict(body).body()).isEqualTo(body);
  }

  @Test
  void holdsAReplicaBackWhereTheClientReadsSlowly() {
    var full = new CompletableFuture<Boolean>();
    var piece = Buffer.buffer("x".repeat(64 * 1024));
    serve(r -> {
      var response = r.response().setChunked(true);
      fill(response, piece, full, 0);
    });
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      assertThat(await(full)).as("the model met backpressure").isTrue();
    }
  }

  /// Writes until the connection takes no more, or far more went than any buffer on the way holds.
  private static void fill(
      HttpServerResponse response, Buffer piece, CompletableFuture<Boolean> full, int count) {
    if (count > 4_000) {
      full.complete(false);
    } else if (response.writeQueueFull()) {
      // Full for good: nobody reads. A moment of fullness ends with the drain handler.
      response.drainHandler(_ -> fill(response, piece, full, count));
      io.vertx.core.Vertx.currentContext()
          .owner()
          .setTimer(300, _ -> full.complete(response.writeQueueFull()));
    } else {
      response.write(piece);
      fill(response, piece, full, count + 1);
    }
  }

  @Test
  void tellsTheModelThatTheClientWentAway() {
    var arrived = new CompletableFuture<Void>();
    var gone = new CompletableFuture<Void>();
    serve(r -> {
      r.response().closeHandler(_ -> gone.complete(null));
      arrived.complete(null);
    });
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      await(arrived);
      client.reset();
      await(gone);
    }
    assertThat(rig.gateway.inFlight("r1")).isZero();
    assertThat(rig.served("d1").errors()).isZero();
    assertThat(rig.registry.scrape()).contains("slipway_client_aborts_total 1");
  }

  @Test
  void tellsTheModelThatTheClientWentAwayInTheMiddleOfAStream() {
    var gone = new CompletableFuture<Void>();
    serve(r -> {
      r.response().closeHandler(_ -> gone.complete(null));
      r.response().setChunked(true).write("x");
    });
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      client.head();
      client.reset();
      await(gone);
    }
  }

  @Test
  void cutsTheClientOffWhereTheModelBreaksOffAChunkedAnswer() {
    serve(r -> r.response().setChunked(true).write("half").onSuccess(_ -> r.connection().close()));
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      assertThat(client.head()).contains("transfer-encoding: chunked");
      assertThat(client.rest()).isEqualTo("4\r\nhalf\r\n");
    }
    assertThat(rig.served("d1").lost()).isEqualTo(1);
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @Test
  void cutsTheClientOffWhereTheModelBreaksOffASizedAnswer() {
    serve(r ->
        r.response()
            .putHeader("content-length", "10")
            .write("half")
            .onSuccess(_ -> r.connection().close()));
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2") + "{}");
      assertThat(client.head()).contains("content-length: 10");
      assertThat(client.rest()).isEqualTo("half");
    }
    assertThat(rig.served("d1").lost()).isEqualTo(1);
  }

  @Test
  void answersHeadAndEmptyAnswersWithoutABody() {
    serve(r ->
        (r.uri().equals("/none")
                ? r.response().setStatusCode(204)
                : r.response().putHeader("content-length", "7"))
            .end());
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 0").replace("POST", "HEAD").replace("predict", "sync/x"));
      assertThat(client.head()).contains("http/1.1 200 ok", "content-length: 7");
      client.send(head("Content-Length: 0").replace("predict", "sync/none"));
      assertThat(client.head()).contains("http/1.1 204 no content");
      client.send(head("Content-Length: 0").replace("predict", "sync/none"));
      assertThat(client.head()).contains("http/1.1 204 no content");
    }
  }

  @Test
  void servesPipelinedRequestsInOrder() {
    serve(r -> r.body().onSuccess(b -> r.response().end(b)));
    try (var client = rig.raw()) {
      client.send(
          head("Content-Length: 3")
              + "one"
              + head("Content-Length: 3")
              + "two"
              + head("Content-Length: 3")
              + "six");
      for (var expected : java.util.List.of("one", "two", "six")) {
        assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
        assertThat(client.bytes(3)).isEqualTo(expected);
      }
    }
  }

  @Test
  void servesClientsOfHttp10() {
    serve(r -> r.response().setChunked(true).write("a").onSuccess(_ -> r.response().end("b")));
    try (var client = rig.raw()) {
      client.send(head("Content-Length: 2").replace("HTTP/1.1", "HTTP/1.0") + "{}");
      var lines = client.head();
      assertThat(lines.getFirst()).startsWith("http/1.0 200");
      assertThat(lines).noneMatch(line -> line.startsWith("transfer-encoding"));
      assertThat(client.rest()).isEqualTo("ab");
    }
  }
}
