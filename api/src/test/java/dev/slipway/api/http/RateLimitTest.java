package dev.slipway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.input.Problem;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.testkit.fake.ManualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How often a key may call, at a time that stands still until the test moves it.
class RateLimitTest extends ServerTest {
  private static final String NOWHERE = "/v1/models/none/deployments/none";

  @Override
  public ApiSettings settings() {
    return super.settings().with(RateLimits.PUBLISHED);
  }

  /// Whatever else they are answered, the first `calls` are let in, and the next one is not.
  private Got assertLetIn(int calls, Supplier<Got> call) {
    for (int i = 0; i < calls; i++) {
      assertThat(call.get().status()).as("call " + i).isNotEqualTo(429);
    }
    Got refused = call.get();
    assertThat(refused.status()).isEqualTo(429);
    return refused;
  }

  @Test
  void theRefusalIsThePublishedOne() {
    Got last = assertLetIn(20, () -> server.post(NOWHERE + "/activate"));
    assertThat(last.raw().headers().firstValue("Retry-After")).contains("60");
    server.time.advance(Duration.ofMillis(23_500));
    Got later = server.post(NOWHERE + "/activate");
    assertThat(later.text())
        .isEqualTo(
            "{\"error\":\"Rate limit exceeded. Please try again later.\",\"retry_after\":37}");
    assertThat(later.type()).isEqualTo("application/json");
    assertThat(later.raw().headers().firstValue("Retry-After")).contains("37");
    server.time.advance(Duration.ofMillis(36_499));
    assertThat(server.post(NOWHERE + "/activate").status()).isEqualTo(429);
    server.time.advance(Duration.ofMillis(1));
    assertThat(server.post(NOWHERE + "/activate").status()).isEqualTo(404);
  }

  @Test
  void everyGroupHasItsPublishedLimit() {
    assertLetIn(20, () -> server.post(NOWHERE + "/deactivate"));
    assertLetIn(10, () -> server.post(NOWHERE + "/retry"));
    assertLetIn(30, () -> server.post(NOWHERE + "/logs", "{}"));
    Got last = assertLetIn(100, () -> server.get("/v1/models"));
    assertThat(last.at("/retry_after")).isEqualTo("1");
    assertThat(server.metrics.scrape()).contains("slipway_management_rate_limited_total 4.0");
  }

  @Test
  void eachKeyAndEachOperationIsCountedForItself() {
    assertLetIn(10, () -> server.post(NOWHERE + "/retry"));
    assertThat(server.post(NOWHERE + "/activate").status()).isEqualTo(404);
    String path = "/v1/models/none/deployments/production/retry";
    assertThat(server.post(path).status()).isEqualTo(404);
    String other = server.newKey(ApiKey.Type.PERSONAL);
    var request = server.request("POST", NOWHERE + "/retry", null);
    assertThat(server.send(request.header("Authorization", "Bearer " + other)).status())
        .isEqualTo(404);
  }

  @Test
  void aDeploymentHasNoLimitOfItsOwn() {
    assertLetIn(10, () -> server.post("/v1/models/none/deployments/" + "x/retry"));
    assertThat(server.post(NOWHERE + "/retry").status()).isEqualTo(429);
  }

  @Test
  void probesAndThoseWithoutAKeyAreNotCounted() {
    for (int i = 0; i < 150; i++) {
      assertThat(server.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutLimitsEverythingIsLetIn() throws Exception {
    try (var free = new TestServer(uploads.resolve("free"))) {
      for (int i = 0; i < 150; i++) {
        assertThat(free.post(NOWHERE + "/retry").status()).isEqualTo(404);
      }
    }
  }

  @Test
  void theOldestWindowsAreForgottenSoThatMemoryIsBounded() {
    var time = new ManualTime(TestServer.START);
    var gate = new RateLimiter(RateLimits.PUBLISHED, time, new SimpleMeterRegistry());
    Route route = route("/retry");
    for (int i = 0; i < RateLimiter.MAX_WINDOWS + 50; i++) {
      gate.admit("key" + i, route);
    }
    assertThat(gate.size()).isEqualTo(RateLimiter.MAX_WINDOWS);
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyUp() {
    var time = new ManualTime(TestServer.START);
    var gate = new RateLimiter(RateLimits.parse("retry=1/min"), time, new SimpleMeterRegistry());
    gate.admit("key", route("/retry"));
    assertThatThrownBy(() -> gate.admit("key", route("/retry"))).isInstanceOf(Problem.class);
    time.advance(Duration.ofHours(-1));
    gate.admit("key", route("/retry"));
  }

  private Route route(String end) {
    return server.routes().stream()
        .filter(r -> r.method().equals("POST") && r.pattern().endsWith(end))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other=5/s|OTHER|5|1",
        " Retry=3/min , other=7/s |RETRY|3|60",
        "logs=1000000/min|LOGS|1000000|60",
        "other=5/s|ACTIVATE|20|60"
      })
  void ratesAreRead(String text, RateLimits.Group group, int calls, long seconds) {
    assertThat(RateLimits.parse(text).rates())
        .containsEntry(group, new RateLimits.Rate(calls, Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "on",
        "other",
        "other=5",
        "other=0/s",
        "other=1000001/s",
        "x=5/s",
        "retry=5/h"
      })
  void whatIsNoRateIsRefusedWithWhatIs(String text) {
    assertThatThrownBy(() -> RateLimits.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("activate=20/min");
  }
}
