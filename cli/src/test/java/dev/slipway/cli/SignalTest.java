package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.client.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands to a promotion in progress, and the settings of rolling ones.
class SignalTest {
  private static final String PRODUCTION = "/v1/models/m1/environments/production";

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);

  @BeforeEach
  void oneModel() {
    server.on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eachSignalHasItsCallAndTakesAReason() {
    var calls =
        Map.of(
            "pause", "pause_promotion",
            "resume", "resume_promotion",
            "force-cancel", "force_cancel_promotion",
            "roll-forward", "force_roll_forward_promotion");
    calls.forEach((command, call) -> {
      server.on("POST " + PRODUCTION + "/" + call, "{\"success\":true}");
      var result = run.run(command, "digits", "production", "--reason", "a & b");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).startsWith("The promotion to production ");
      var sent = server.request("POST " + PRODUCTION + "/" + call);
      assertThat(sent.target()).endsWith("?reason=a+%26+b");
      assertThat(run.run(command, "digits", "production", "--json").out())
          .isEqualToIgnoringNewLines("{\"success\":true}");
      assertThat(run.run(command, "--help").out()).contains("slipway " + command + " digits");
    });
  }

  @Test
  void aRefusedSignalIsFiveAndSaysWhy() {
    server.on("POST " + PRODUCTION + "/pause_promotion", 400, "{\"message\":\"Taken back.\"}");
    var result = run.run("pause", "digits", "production");
    assertThat(result.code()).isEqualTo(5);
    assertThat(result.err()).contains("Taken back.");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void rollingSettingsAreSetTogether() {
    server.on("PATCH " + PRODUCTION, "{\"status\":\"ACCEPTED\",\"message\":\"Stored.\"}");
    String[] set = {"environment", "digits", "production", "set"};
    assertThat(
            run.run(
                    concat(
                        set,
                        "--rolling",
                        "--max-surge",
                        "20",
                        "--stabilization",
                        "30s",
                        "--overhead",
                        "50"))
                .code())
        .isZero();
    assertBody(
        """
        {"promotion_settings":{"rolling_deploy":true,"rolling_deploy_config":{
          "max_surge_percent":20,"max_unavailable_percent":0,"stabilization_time_seconds":30,
          "replica_overhead_percent":50}}}\
        """);
    assertThat(run.run(concat(set, "--max-unavailable", "10")).code()).isZero();
    assertBody(
        """
        {"promotion_settings":{"rolling_deploy_config":{
          "max_surge_percent":0,"max_unavailable_percent":10}}}\
        """);
    assertThat(run.run(concat(set, "--no-rolling")).code()).isZero();
    assertBody("{\"promotion_settings\":{\"rolling_deploy\":false}}");
    var both = run.run(concat(set, "--max-surge", "10", "--max-unavailable", "10"));
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("give one of the two");
  }

  private void assertBody(String json) {
    assertThat(WireJson.parse(server.request("PATCH " + PRODUCTION).body()))
        .isEqualTo(WireJson.parse(json));
  }

  private static String[] concat(String[] first, String... rest) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray(String[]::new);
  }

  @Test
  void aDryRunShowsThePlanAndARefusedOneIsFive() {
    server.on(
        "POST " + PRODUCTION + "/cancel_promotion",
        """
        {"dry_run":true,"accepted":true,"status":"RAMPING_DOWN","message":"Step by step.",
         "steps":[{"status":"RAMPING_DOWN","percent_traffic_to_new_version":50,"previous_ready":2,
           "previous_replicas":4,"candidate_replicas":2}],
         "capacity":{"ready":2,"needed":4,"shortfall":2},"estimated_seconds":12.5,
         "in_flight_on_candidate":7}\
        """);
    var result = run.run("cancel", "digits", "production", "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(
            "It would answer RAMPING_DOWN: Step by step.",
            "50 %",
            "2 of 4 replicas ready",
            "2 missing",
            "about 12.5 s",
            "candidate now: 7");
    assertThat(server.request("POST " + PRODUCTION + "/cancel_promotion").target())
        .endsWith("?dry_run=true");
    server.on(
        "POST " + PRODUCTION + "/cancel_promotion",
        """
        {"dry_run":true,"accepted":false,"message":"Nothing in progress.","steps":[],
         "capacity":{"ready":0,"needed":0,"shortfall":0},"in_flight_on_candidate":0}\
        """);
    var refused = run.run("cancel", "digits", "production", "--dry-run");
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.out()).contains("It would be refused: Nothing in progress.");
  }

  @Test
  void aCancelThatWaitsShowsHowItGoesAndWhatIsLeft() {
    var looks = new AtomicInteger();
    server.on(
        "GET " + PRODUCTION,
        _ -> {
          looks.incrementAndGet();
          return FakeServer.Answer.ok(
              """
              {"current_deployment":{"active_replica_count":3},
               "candidate_deployment":{"id":"d2","active_replica_count":2},
               "in_progress_promotion":{"status":"RAMPING_DOWN",
                "percent_traffic_to_new_version":25}}\
              """);
        });
    server.on(
        "POST " + PRODUCTION + "/cancel_promotion",
        _ -> {
          while (looks.get() < 2) {
            Thread.onSpinWait();
          }
          return FakeServer.Answer.ok(
              """
                {"status":"CANCELED","message":"Done.","drained":true,
              "in_flight_on_candidate":0,"surplus_replicas":0}\
              """);
        });
    var result = run.run("cancel", "digits", "production", "--wait", "--timeout", "90s");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "RAMPING_DOWN", " 25 %", "ready 3 + 2", "CANCELED: Done.", "Nothing of the candidate");
    assertThat(server.request("POST " + PRODUCTION + "/cancel_promotion").target())
        .endsWith("?wait=drained&timeout_seconds=90");
    server.on(
        "POST " + PRODUCTION + "/cancel_promotion",
        """
        {"status":"CANCELED","message":"Done.","drained":false,"in_flight_on_candidate":3,
         "surplus_replicas":1}\
        """);
    var left = run.run("cancel", "digits", "production", "--wait");
    assertThat(left.code()).isEqualTo(1);
    assertThat(left.out()).contains("3 requests in flight, 1 replicas");
    assertThat(run.run("cancel", "digits", "production", "--wait", "--dry-run").code())
        .isEqualTo(2);
    assertThat(run.run("cancel", "digits", "production", "--timeout", "9s").code()).isEqualTo(2);
    server.on("POST " + PRODUCTION + "/cancel_promotion", 400, "{\"message\":\"None.\"}");
    assertThat(run.run("cancel", "digits", "production", "--wait").code()).isEqualTo(5);
  }

  @Test
  void aRecordIsFollowedToItsEnd() {
    server.on("GET " + PRODUCTION + "/promotions", "{\"promotions\":[{\"id\":\"p1\"}]}");
    var calls = new AtomicInteger();
    server.on(
        "GET " + PRODUCTION + "/promotions/p1/events",
        _ ->
            calls.incrementAndGet() > 1
                ? FakeServer.Answer.ok("")
                : FakeServer.Answer.ok(
                    """
                    id: 1
                    event: SHIFT
                    data: {"at":"2026-01-02T03:04:05Z","kind":"SHIFT","message":"half","status":"RAMPING_UP","percent_traffic_to_new_version":50,"generation":3,"actor":"ci (key k)"}

                    : still here

                    """));
    var result = run.run("receipt", "digits", "production", "--follow");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("2026-01-02T03:04:05Z  RAMPING_UP  50 %  #3  SHIFT: half  (ci (key k))");
    assertThat(run.run("receipt", "digits", "production", "p9", "--follow").code()).isEqualTo(4);
  }
}
