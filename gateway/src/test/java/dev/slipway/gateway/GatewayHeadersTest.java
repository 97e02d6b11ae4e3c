package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayHeadersTest {
  private final Rig rig = new Rig();
  private volatile MultiMap seen = MultiMap.caseInsensitiveMultiMap();

  @BeforeEach
  void serve() {
    var model =
        rig.serve(r -> {
          seen = MultiMap.caseInsensitiveMultiMap().addAll(r.headers());
          r.response().headers().add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");
          r.response()
              .putHeader("X-Of-The-Model", "kept")
              .putHeader("Keep-Alive", "timeout=5")
              .putHeader("Proxy-Authenticate", "Basic")
              .putHeader("Connection", "X-Hop, keep-alive")
              .putHeader("X-Hop", "dropped")
              .putHeader("X-BASETEN-REQUEST-ID", "forged")
              .putHeader("X-Slipway-Deployment", "forged")
              .putHeader("X-BASETEN-ERROR-CODE", "600")
              .setStatusCode(418)
              .end("teapot");
        });
    rig.with(Rig.target("d1", Rig.endpoint("r1", model))).production(new Split.Whole("d1")).apply();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private java.util.List<String> exchange(String... fields) {
    try (var client = rig.raw()) {
      var all = new ArrayList<>(java.util.List.of(fields));
      all.add("Content-Length: 2");
      client.send(GatewayErrorsTest.head(all.toArray(String[]::new)) + "{}");
      return client.head();
    }
  }

  @Test
  void keepsWhatBelongsToOneConnectionFromTheModel() {
    exchange(
        "Connection: X-Mine, keep-alive, Content-Type",
        "X-Mine: dropped",
        "Keep-Alive: timeout=5",
        "Proxy-Authorization: Basic abc",
        "Proxy-Connection: keep-alive",
        "TE: trailers",
        "Trailer: X-Sum",
        "Upgrade: h2c",
        "HTTP2-Settings: abc",
        "Content-Type: application/json",
        "X-Kept: yes");
    assertThat(seen.names())
        .extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
        .containsExactlyInAnyOrder(
            "host",
            "content-length",
            "content-type",
            "x-kept",
            "via",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-baseten-request-id");
  }

  @Test
  void doesNotShowTheKeyToTheModel() {
    exchange();
    assertThat(seen.contains("authorization")).isFalse();
    assertThat(seen.toString()).doesNotContain(Rig.KEY);
  }

  @Test
  void saysWhereARequestCameFrom() {
    exchange("X-Forwarded-For: 10.1.2.3", "X-Forwarded-Host: forged", "Via: 1.0 other");
    assertThat(seen.get("x-forwarded-for")).isEqualTo("10.1.2.3, 127.0.0.1");
    assertThat(seen.getAll("x-forwarded-host")).containsExactly("localhost");
    assertThat(seen.getAll("x-forwarded-proto")).containsExactly("http");
    assertThat(seen.getAll("via")).containsExactly("1.0 other", "1.1 slipway");
  }

  @Test
  void givesEachRequestAnIdThatBothSidesSee() {
    var first = exchange("X-Baseten-Request-Id: forged");
    var id = seen.get("x-baseten-request-id");
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(first).contains("x-baseten-request-id: " + id);
    exchange();
    assertThat(seen.get("x-baseten-request-id")).isNotEqualTo(id);
  }

  @Test
  void passesTheAnswerOnWithoutWhatBelongsToOneConnection() {
    var lines = exchange();
    assertThat(lines.getFirst()).startsWith("http/1.1 418");
    assertThat(lines)
        .contains(
            "x-of-the-model: kept",
            "x-baseten-error-code: 600",
            "set-cookie: a=1",
            "set-cookie: b=2",
            "via: 1.1 slipway",
            "content-length: 6",
            "x-slipway-deployment: d1",
            "x-slipway-replica: r1",
            "x-baseten-model-prediction-attempts: 1")
        .noneMatch(line ->
            line.startsWith("x-hop")
                || line.startsWith("keep-alive")
                || line.startsWith("proxy-")
                || line.startsWith("connection")
                || line.contains("forged"));
  }
}
