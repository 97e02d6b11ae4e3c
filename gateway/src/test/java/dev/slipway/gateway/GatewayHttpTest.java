package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP to the letter of RFC 9110 and 9112.
class GatewayHttpTest {
  private static final String PATH = "/model/" + Rig.MODEL + "/environments/production";

  private final Rig rig =
      new Rig(new TestSettings(), InstantSource.fixed(Instant.parse("2026-03-01T04:05:06Z")));
  private volatile MultiMap seen = MultiMap.caseInsensitiveMultiMap();

  @BeforeEach
  void serve() {
    var model =
        rig.serve(r ->
            r.body()
                .onSuccess(body -> {
                  seen = MultiMap.caseInsensitiveMultiMap().addAll(r.headers());
                  if (r.uri().equals("/dated")) {
                    r.response().putHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
                  }
                  r.response().end(r.uri());
                }));
    rig.with(Rig.target("d1", Rig.endpoint("r1", model))).production(new Split.Whole("d1")).apply();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static String request(String line, String host, String... fields) {
    return line
        + "\nHost: "
        + host
        + "\nAuthorization: Api-Key "
        + Rig.KEY
        + "\n"
        + String.join("\n", fields)
        + (fields.length == 0 ? "" : "\n");
  }

  private String body(String request) {
    try (var client = rig.raw()) {
      client.send(request + "Content-Length: 2\nConnection: close\n\n{}");
      var head = client.head();
      assertThat(head.getFirst()).as(request).isEqualTo("http/1.1 200 ok");
      return client.rest();
    }
  }

  private String status(String request) {
    try (var client = rig.raw()) {
      return client.send(request).head().getFirst();
    }
  }

  @Test
  void aTargetMayBeAWholeUrlWhoseHostCounts() {
    assertThat(body(request("POST http://any.example" + PATH + "/predict HTTP/1.1", "x")))
        .isEqualTo("/predict");
    assertThat(seen.get("x-forwarded-host")).isEqualTo("any.example");
    var named = "HTTP://model-" + Rig.MODEL + ".example.com:9090";
    assertThat(body(request("POST " + named + "/production/predict?a=1 HTTP/1.1", "x")))
        .isEqualTo("/predict?a=1");
    assertThat(status(request("POST " + named + " HTTP/1.1", "x", "Content-Length: 0\n")))
        .startsWith("http/1.1 404");
    assertThat(status(request("GET mailto:a HTTP/1.1", "x") + "\n")).startsWith("http/1.1 404");
  }

  @Test
  void aHostIsReadInAnyCase() {
    for (var host :
        new String[] {
          "Model-" + Rig.MODEL + ".Example.COM",
          "MODEL-" + Rig.MODEL.toUpperCase(Locale.ROOT) + ".EXAMPLE.COM:9090"
        }) {
      assertThat(body(request("POST /production/predict HTTP/1.1", host))).isEqualTo("/predict");
    }
    var regional = "Model-" + Rig.MODEL.toUpperCase(Locale.ROOT) + "-Production.example";
    assertThat(body(request("POST /predict HTTP/1.1", regional))).isEqualTo("/predict");
  }

  @ParameterizedTest
  @CsvSource({
    "/%70redict, /predict",
    "/predic%74?q=%70, /predict?q=%70",
    "/s%79nc/a%2Fb%70/%7Ec, /a%2Fb%70/%7Ec",
    "/sync, /",
    "/syn%63/, /",
    "/sync/%2e%2E/x, /%2e%2E/x"
  })
  void escapesOfCharactersThatNeedNoneAreThoseCharacters(String sent, String seenByModel) {
    assertThat(body(request("POST " + PATH + sent + " HTTP/1.1", "x"))).isEqualTo(seenByModel);
    var escaped = PATH.replace("model", "%6dodel").replace("production", "pr%6Fduction");
    assertThat(body(request("POST " + escaped + sent + " HTTP/1.1", "x"))).isEqualTo(seenByModel);
  }

  @Test
  void anExpectationOfHttp10IsPassedOver() {
    try (var client = rig.raw()) {
      client.send(
          request(
                  "POST " + PATH + "/predict HTTP/1.0",
                  "x",
                  "Expect: 100-continue",
                  "Content-Length: 2")
              + "\n{}");
      assertThat(client.head().getFirst()).isEqualTo("http/1.0 200 ok");
    }
  }

  @ParameterizedTest
  @CsvSource({"NOT_READY, 400", "ABSENT, 404", "UP, 503"})
  void aBodyIsNotAskedForWhereNobodyTakesIt(Availability availability, int status) {
    rig.with(Rig.target("d1", 1, Backpressure.QUEUE_ON_FULL, availability)).apply();
    assertThat(
            status(
                request(
                        "POST " + PATH + "/predict HTTP/1.1",
                        "x",
                        "Expect: 100-continue",
                        "Content-Length: 2")
                    + "\n"))
        .startsWith("http/1.1 " + status);
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\n{}\n0\n\n",
        "2\n{}0\n\n",
        "-1\n\n",
        "2;\u0001=\n{}\n0\n\n",
        "0\nnonsense\n\n"
      })
  void aMalformedChunkIsAnsweredWith400(String chunks) {
    for (var path : new String[] {"/predict", "/sync/x", "/async_predict"}) {
      try (var client = rig.raw()) {
        client.send(
            request("POST " + PATH + path + " HTTP/1.1", "x", "Transfer-Encoding: chunked") + "\n");
        client.send(chunks);
        var head = client.head();
        if (!path.equals("/async_predict")) {
          assertThat(head.getFirst()).as(path).isEqualTo("http/1.1 400 bad request");
        }
        assertThat(head).contains("connection: close");
        client.rest();
      }
    }
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @Test
  void aMalformedChunkOfALaterRequestIsAnsweredToo() {
    var head = request("POST " + PATH + "/predict HTTP/1.1", "x", "Transfer-Encoding: chunked");
    try (var client = rig.raw()) {
      for (int i = 0; i < 2; i++) {
        client.send(head + "\n2\n{}\n0\n\n");
        assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
        assertThat(client.bytes(8)).isEqualTo("/predict");
      }
      client.send(head + "\n2\n{}\n").send("x\n");
      assertThat(client.head().getFirst()).isEqualTo("http/1.1 400 bad request");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherVersionsAreAnsweredWith505(boolean ring) {
    var transport =
        ring ? TestTransport.ioUring().transport() : TestTransport.nativeOne().transport();
    try (var other = new Rig(new TestSettings(), InstantSource.system(), transport);
        var preface = other.raw();
        var later = other.raw()) {
      preface.send("PRI * HTTP/2.0\n\nSM\n\n");
      assertThat(preface.head())
          .startsWith("http/1.1 505 http version not supported")
          .contains("connection: close");
      assertThat(preface.rest()).contains("Unknown version of HTTP");
      later.send("POST " + PATH + "/predict HTTP/1.2\nHost: x\nContent-Length: 2\n\n{}");
      assertThat(later.head().getFirst()).startsWith("http/1.1 505");
    }
  }

  @Test
  void aTransferCodingThatIsNotKnownIsAnsweredWith501() {
    for (var coding :
        new String[] {"gzip, chunked", "deflate,chunked", "gzip\nTransfer-Encoding: chunked"}) {
      try (var client = rig.raw()) {
        client.send(
            request("POST " + PATH + "/predict HTTP/1.1", "x", "Transfer-Encoding: " + coding)
                + "\n0\n\n");
        assertThat(client.head().getFirst()).startsWith("http/1.1 501");
        client.rest();
      }
    }
  }

  @Test
  void aModelsTransferCodingIsNotPassedOffAsItsBody() {
    try (var model =
        new WireModel((_, line) -> {
          line.send("HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n2\n{}\n0\n\n");
          return true;
        })) {
      rig.with(Rig.target("d1", model.endpoint("r1"))).apply();
      assertThat(rig.predict("{}").statusCode()).isEqualTo(502);
    }
  }

  @Test
  void everyAnswerHasADate() {
    assertThat(rig.predict("{}").headers().allValues("date"))
        .containsExactly("Sun, 01 Mar 2026 04:05:06 GMT");
    assertThat(rig.post("/nowhere", "").headers().allValues("date"))
        .containsExactly("Sun, 01 Mar 2026 04:05:06 GMT");
    assertThat(rig.post("/production/sync/dated", "").headers().allValues("date"))
        .containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void aBalancerAsksForHealthWithoutAKey() {
    for (var path : new String[] {"/healthz", "/readyz"}) {
      try (var client = rig.raw()) {
        client.send("GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n");
        assertThat(client.head().getFirst()).isEqualTo("http/1.1 200 ok");
        assertThat(client.rest()).startsWith("{\"status\":\"");
      }
      assertThat(status("HEAD " + path + " HTTP/1.1\nHost: model-x.example\n\n"))
          .isEqualTo("http/1.1 200 ok");
      assertThat(status("POST " + path + " HTTP/1.1\nHost: x\nContent-Length: 0\n\n"))
          .startsWith("http/1.1 405");
    }
  }
}
