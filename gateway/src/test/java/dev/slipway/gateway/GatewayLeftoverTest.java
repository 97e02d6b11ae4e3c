package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that sends more than it announced: the next caller gets an answer of its own.
class GatewayLeftoverTest {
  private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
  private static final String STALE = "HTTP/1.1 200 OK\nContent-Length: 5\n\nSTALE";

  private final Rig rig = new Rig(new TestSettings().lanes(1));
  private volatile String wire = "";

  /// Answers the route /wire with what the test says, all others with their body.
  private final WireModel model =
      new WireModel((request, line) -> {
        if (request.target().equals("/wire")) {
          line.send(wire);
        } else {
          line.send("HTTP/1.1 200 OK\nContent-Length: " + request.body().length() + "\n\n")
              .sendRaw(request.body());
        }
        return true;
      });

  GatewayLeftoverTest() {
    rig.with(Rig.target("d1", model.endpoint("r1"))).production(new Split.Whole("d1")).apply();
  }

  @AfterEach
  void stop() {
    model.close();
    rig.close();
  }

  private HttpResponse<String> wire(String method) {
    return rig.send(
        rig.to("/production/sync/wire")
            .method(
                method,
                method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
  }

  private void nextCallersGetTheirOwn() {
    for (int i = 0; i < 3; i++) {
      var next = rig.post("/production/sync/echo", "mine " + i);
      assertThat(next.statusCode()).isEqualTo(200);
      assertThat(next.body()).isEqualTo("mine " + i);
      assertThat(next.headers().firstValue("x-baseten-model-prediction-attempts")).contains("1");
    }
    assertThat(rig.served("d1").lost()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 OK          | Content-Length: 2         | ok                       | 200 | ok",
        "200 OK          | Content-Length: 2         | ok}                      | 200 | ok",
        "200 OK          | Content-Length: 2         | ok\\n                    | 200 | ok",
        "200 OK          | Content-Length: 2         | okSTALE                  | 200 | ok",
        "200 OK          | Content-Length: 0         | STALE                    | 200 | ''",
        "200 OK          | Transfer-Encoding: chunked| 2\\nok\\n0\\n\\n         | 200 | ok",
        "200 OK          | Transfer-Encoding: chunked| 2\\nok\\n0\\n\\n}        | 200 | ok",
        "200 OK          | Transfer-Encoding: chunked| 2\\nok\\n0\\n\\nSTALE    | 200 | ok",
        "204 No Content  | X-Kept: yes               | {}                       | 204 | ''",
        "204 No Content  | Content-Length: 2         | {}                       | 204 | ''",
        "204 No Content  | Content-Length: 2         | STALE                    | 204 | ''",
        "204 No Content  | Transfer-Encoding: chunked| 2\\nok\\n0\\n\\n         | 204 | ''",
        "304 Not Modified| Content-Length: 2         | {}                       | 304 | ''",
        "304 Not Modified| X-Kept: yes               | STALE                    | 304 | ''",
      })
  void whatIsBehindAnAnswerIsNotAnAnswer(
      String status, String field, String body, int code, String text) {
    for (int i = 0; i < 5; i++) {
      wire =
          "HTTP/1.1 "
              + status
              + "\n"
              + field
              + "\n\n"
              + body.replace("\\n", "\n").replace("STALE", STALE);
      var answer = wire("POST");
      assertThat(answer.statusCode()).isEqualTo(code);
      assertThat(answer.body()).isEqualTo(text);
      if (code == 204) {
        assertThat(answer.headers().firstValue("content-length")).isEmpty();
      }
      nextCallersGetTheirOwn();
    }
  }

  @Test
  void theBodyOfAnAnswerToHeadIsNotAnAnswer() {
    for (int i = 0; i < 5; i++) {
      wire = "HTTP/1.1 200 OK\nContent-Length: 5\n\nSTALE";
      assertThat(wire("HEAD").headers().firstValue("content-length")).contains("5");
      nextCallersGetTheirOwn();
      wire = "HTTP/1.1 200 OK\nContent-Length: 46\n\n" + STALE;
      assertThat(wire("HEAD").statusCode()).isEqualTo(200);
      nextCallersGetTheirOwn();
    }
  }

  @Test
  void aConnectionThatMayBringABodyLaterIsNotUsedAgain() {
    wire = OK;
    wire("POST");
    assertThat(model.connections).hasValue(1);
    wire = "HTTP/1.1 304 Not Modified\n\n";
    wire("POST");
    wire("POST");
    assertThat(model.connections).as("304 without a length leaves nothing open").hasValue(1);
    wire = "HTTP/1.1 304 Not Modified\nContent-Length: 5\n\n";
    wire("POST");
    wire = "HTTP/1.1 200 OK\nContent-Length: 5\n\n";
    wire("HEAD");
    nextCallersGetTheirOwn();
    assertThat(model.connections).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"102 Processing", "103 Early Hints", "104 Upload Resumption", "199 Odd"})
  void interimAnswersAreNoAnswers(String status) {
    wire = "HTTP/1.1 " + status + "\nLink: </a>\n\nHTTP/1.1 100 Continue\n\n" + OK;
    for (int i = 0; i < 3; i++) {
      var answer = wire("POST");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.headers().firstValue("link")).isEmpty();
      nextCallersGetTheirOwn();
    }
    assertThat(model.connections).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 103 Early Hints\nLink</a>\n\n" + OK,
        "HTTP/1.1 102 Processing\nContent-Length: 2\n\nok" + OK,
        "HTTP/1.1 101 Switching Protocols\nUpgrade: x\nConnection: Upgrade\n\n" + STALE,
        "HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 3\n\nok",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: 2\n\nok",
        "nonsense\n\n" + STALE,
      })
  void anAnswerThatCannotBeReadIsItsOwnCallersAlone(String broken) {
    for (int i = 0; i < 3; i++) {
      wire = broken;
      assertThat(wire("POST").statusCode()).isEqualTo(502);
      var next = rig.post("/production/sync/echo", "mine");
      assertThat(next.body()).isEqualTo("mine");
    }
  }

  @Test
  void nonsenseOnAUsedConnectionIsTheRestOfAnEarlierAnswer() throws InterruptedException {
    var busy = new CountDownLatch(1);
    // The rest of the first answer comes when the second request is already there.
    try (var late =
        new WireModel((request, line) -> {
          if (request.nth() == 2) {
            busy.countDown();
            line.send("} and some more\n\n");
            return true;
          }
          line.send(OK);
          return true;
        })) {
      rig.with(Rig.target("d1", late.endpoint("r1"))).apply();
      assertThat(rig.predict("{}").body()).isEqualTo("ok");
      var second = rig.predict("{}");
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.body()).isEqualTo("ok");
      assertThat(second.headers().firstValue("x-baseten-model-prediction-attempts")).contains("2");
      assertThat(late.connections).hasValue(2);
    }
  }

  @Test
  void aModelThatEndsAllItsConnectionsLosesNoRequest() throws InterruptedException {
    // Each connection carries one request more after the first and then ends without an answer, so
    // that every idle one of them is stale.
    var together = new java.util.concurrent.CyclicBarrier(8);
    try (var recycled =
        new WireModel((request, line) -> {
          if (request.nth() == 2) {
            return false;
          }
          if (request.body().equals("first")) {
            try {
              together.await(20, TimeUnit.SECONDS);
            } catch (java.util.concurrent.BrokenBarrierException
                | java.util.concurrent.TimeoutException e) {
              throw new IllegalStateException(e);
            }
          }
          line.send(OK);
          return true;
        })) {
      rig.with(Rig.target("d1", recycled.endpoint("r1"))).apply();
      try (var clients = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          var _ = clients.submit(() -> rig.post("/production/sync/x", "first"));
        }
      }
      assertThat(recycled.connections).hasValue(8);
      for (int i = 0; i < 8; i++) {
        assertThat(rig.post("/production/sync/x", "second").statusCode()).isEqualTo(200);
      }
      assertThat(rig.served("d1").lost()).isZero();
    }
  }
}
