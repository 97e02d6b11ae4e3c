package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.client.WireJson;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromoteTest {
  private static final String PRODUCTION = "/v1/models/m1/environments/production";
  private static final String PROMOTION =
      """
      {"id":"p1","environment":"production","status":"%s",
       "previous_deployment_id":"d1","candidate_deployment_id":"d2"}\
      """;

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);
  private final AtomicInteger percent = new AtomicInteger();

  @BeforeEach
  void twoModels() {
    server
        .on(
            "GET /v1/models",
            "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"},{\"id\":\"m2\",\"name\":\"other\"}]}")
        .on(
            "GET /v1/models/m1/deployments",
            "{\"deployments\":[{\"id\":\"d1\",\"name\":\"v1\"},{\"id\":\"d2\",\"name\":\"v2\"}]}")
        .on("GET /v1/models/m2/deployments", "{\"deployments\":[{\"id\":\"d9\",\"name\":\"v1\"}]}")
        .on("POST " + PRODUCTION + "/promote", "{\"id\":\"d2\",\"name\":\"v2\"}")
        .on("GET " + PRODUCTION, r -> FakeServer.Answer.ok(environment()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String environment() {
    int now = percent.addAndGet(50);
    return now > 100
        ? "{\"current_deployment\":{\"id\":\"d2\"},\"in_progress_promotion\":null}"
        : """
        {"in_progress_promotion":{"status":"RAMPING_UP",
          "percent_traffic_to_new_version":%d}}\
        """
            .formatted(now);
  }

  private void ends(String status) {
    server.on(
        "GET " + PRODUCTION + "/promotions",
        "{\"promotions\":[" + PROMOTION.formatted(status) + "]}");
  }

  @Test
  void aPromotionIsFollowedToItsEnd() {
    ends("SUCCEEDED");
    var result = run.run("promote", "digits", "v2", "--wait");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "Promoting v2 to production.", " 50 %", "100 %", "[ok] Promotion of d2", "SUCCEEDED");
    assertThat(WireJson.parse(server.request("POST " + PRODUCTION + "/promote").body()))
        .isEqualTo(
            WireJson.parse(
                """
                {"deployment_id":"d2","preserve_env_instance_type":true,
                 "scale_down_previous_deployment":true}\
                """));
  }

  @Test
  void aPromotionThatWasTakenBackIsAFailure() {
    ends("CANCELED");
    var result = run.run("promote", "digits", "v2", "--watch");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("[FAILED] Promotion of d2 to production: CANCELED");
  }

  @Test
  void aServerWithoutAHistoryIsJudgedByWhoIsCurrent() {
    assertThat(run.run("promote", "digits", "v2", "--wait").out()).contains("SUCCEEDED");
    percent.set(0);
    server.on("POST " + PRODUCTION + "/promote", "{\"id\":\"d3\",\"name\":\"v2.1\"}");
    var copied = run.run("promote", "digits", "v2", "--wait");
    assertThat(copied.out()).contains("as a copy, v2.1 (d3)", "FAILED");
    assertThat(copied.code()).isEqualTo(1);
  }

  @Test
  void withoutAModelEveryModelIsSearched() {
    assertThat(run.run("promote", "v2").code()).isZero();
    assertThat(run.run("promote", "--name", "v2").code()).isZero();
    assertThat(run.run("promote", "d2").code()).isZero();
    assertThat(run.run("promote", "v1").err()).contains("2 models have a deployment 'v1'");
    assertThat(run.run("promote", "v7").code()).isEqualTo(4);
  }

  @Test
  void aReceiptIsReadable() {
    ends("CANCELED");
    server.on(
        "GET " + PRODUCTION + "/promotions/p1",
        """
        {"promotion":%s,
         "timeline":[
          {"at":"2026-01-02T03:04:05Z","kind":"STARTED","message":"promotion of v2",
           "status":"RELEASING","percent_traffic_to_new_version":0,"generation":1,
           "actor":"local (key abcd)"},
          {"at":"2026-01-02T03:04:09.5Z","kind":"SHIFT","message":"10 %% to the candidate",
           "status":"RAMPING_UP","percent_traffic_to_new_version":10,"generation":2,"actor":null}],
         "candidate_served":{"requests":1234,"errors":0,"lost":0,
          "last_sent_at":"2026-01-02T03:04:10Z","p50_ms":1.25,"p99_ms":7.5,"after_fence":0,
          "interrupted":false},
         "started_at":"2026-01-02T03:04:05Z","ended_at":"2026-01-02T03:04:10Z",
         "fenced_at":"2026-01-02T03:04:10Z","settled_at":"2026-01-02T03:04:11Z"}\
        """
            .formatted(PROMOTION.formatted("CANCELED")));
    var result = run.run("receipt", "digits", "production");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(
            "Receipt of promotion p1  production, CANCELED",
            "d1 -> d2, began 2026-01-02T03:04:05Z, took 5.0 s",
            "local (key abcd)",
            "4.500 s  #2       10 %",
            "1,234 requests: 0 errors, 0 lost; median 1.3 ms, 99 % within 7.5 ms",
            "After the fence: 0.",
            "settled 1.0 s after the end");
    assertThat(run.run("receipt", "digits", "production", "p7").code()).isEqualTo(4);
  }

  @Test
  void anEnvironmentWithoutPromotionsHasNoReceipt() {
    server.on("GET " + PRODUCTION + "/promotions", "{\"promotions\":[]}");
    var result = run.run("receipt", "digits", "production");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("Nothing was ever promoted");
  }
}
