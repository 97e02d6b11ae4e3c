package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.client.WireJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The commands that show something, or send one small call.
class ReadingTest {
  private static final String ENVIRONMENT =
      """
      {"name":"production","model_id":"m1",
       "current_deployment":{"id":"d1","name":"v1","status":"ACTIVE"},
       "candidate_deployment":{"id":"d2","name":"v2","status":"LOADING_MODEL"},
       "in_progress_promotion":{"status":"RAMPING_UP","percent_traffic_to_new_version":30},
       "autoscaling_settings":{"min_replica":1,"max_replica":2,"concurrency_target":1,
         "scale_down_delay":900},
       "promotion_settings":{"ramp_up_while_promoting":true,"ramp_up_duration_seconds":60,
         "promotion_cleanup_strategy":"SCALE_TO_ZERO"},
       "instance_type":{"name":"1x2"}}\
      """;

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);

  @BeforeEach
  void aModel() {
    server
        .on(
            "GET /v1/models",
            """
            {"models":[{"id":"m1","name":"digits","deployments_count":2,
              "production_deployment_id":"d1","created_at":"2026-01-02T03:04:05Z"}]}\
            """)
        .on(
            "GET /v1/models/m1/deployments",
            """
            {"deployments":[
              {"id":"d1","name":"v1","environment":"production","status":"ACTIVE",
               "active_replica_count":1,"created_at":"2026-01-02T03:04:05Z"},
              {"id":"d2","name":"v2","environment":null,"status":"SCALED_TO_ZERO",
               "active_replica_count":0,"created_at":"2026-01-03T03:04:05Z"}]}\
            """)
        .on("GET /v1/models/m1/environments", "{\"environments\":[" + ENVIRONMENT + "]}")
        .on("GET /v1/models/m1/environments/production", ENVIRONMENT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tablesHaveAlignedColumnsAndNoColoursOffATerminal() {
    assertThat(run.run("deployments", "digits").out())
        .isEqualTo(
            """
            ID  NAME  ENVIRONMENT  STATUS          REPLICAS  RESTARTS  CREATED
            d1  v1    production   ACTIVE          1         -         2026-01-02T03:04:05Z
            d2  v2    -            SCALED_TO_ZERO  0         -         2026-01-03T03:04:05Z
            """);
    assertThat(run.run("models").out()).contains("m1  digits  2            d1");
    assertThat(run.run("environments", "m1").out())
        .contains("v1 (ACTIVE)", "v2 (LOADING_MODEL)", "RAMPING_UP 30 %", "canary over 1 min 0 s");
  }

  @Test
  void whatIsWrongWithADeploymentStandsBelowTheTable() {
    server.on(
        "GET /v1/models/m1/deployments",
        """
        {"deployments":[
          {"id":"d1","name":"v1","status":"ACTIVE","active_replica_count":1,"replica_restarts":4,
           "last_exit":"The process ended with exit code 3. Its last lines:\\nboom",
           "created_at":"2026-01-02T03:04:05Z"},
          {"id":"d2","name":"v2","status":"LOADING_MODEL","active_replica_count":0,
           "replica_restarts":0,"status_reason":"A replica is not ready: GET /health: refused.",
           "created_at":"2026-01-02T03:04:05Z"}]}\
        """);
    assertThat(run.run("deployments", "m1").out())
        .containsPattern("d1 .* 4 ")
        .endsWith(
            """

            v1: The process ended with exit code 3.
            v2: A replica is not ready: GET /health: refused.
            """);
  }

  @Test
  void coloursAreForTerminalsWithoutNoColor() {
    assertThat(run.onTerminal().run("deployments", "digits").out()).contains("\u001b[32mACTIVE");
    run.with("NO_COLOR", "1");
    assertThat(run.run("deployments", "digits").out()).doesNotContain("\u001b");
  }

  @Test
  void jsonIsTheServersOwn() {
    server.exactly("GET /v1/models/m1/environments/production", ENVIRONMENT);
    assertThat(run.run("environment", "digits", "production", "--json").out().strip())
        .isEqualTo(ENVIRONMENT);
  }

  @Test
  void anEnvironmentIsShownWithItsSettings() {
    assertThat(run.run("environment", "digits", "production").out())
        .contains("1 to 2", "15 min 0 s", "SCALE_TO_ZERO", "1x2");
  }

  @Test
  void settingsAreSentAsAPatchOfWhatWasGiven() {
    server.on(
        "PATCH /v1/models/m1/environments/production",
        "{\"environment\":" + ENVIRONMENT + ",\"status\":\"ACCEPTED\",\"message\":\"Done.\"}");
    String[] set = {
      "environment", "digits", "production", "set", "--ramp", "1m", "--min-replica", "2"
    };
    assertThat(run.run(set).out()).startsWith("ACCEPTED: Done.");
    assertThat(WireJson.parse(server.request("PATCH /v1/models/m1/environments/production").body()))
        .isEqualTo(
            WireJson.parse(
                """
                {"promotion_settings":{"ramp_up_while_promoting":true,"ramp_up_duration_seconds":60},
                 "autoscaling_settings":{"min_replica":2}}\
                """));
  }

  @Test
  void anUnknownNameIsFourAndSaysWhatThereIs() {
    var result = run.run("deployments", "digit");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("There is no model 'digit'. There is: digits.");
    assertThat(run.run("logs", "digits", "v9").err()).contains("no deployment 'v9'", "v1, v2");
  }

  @Test
  void cancelSaysTheStatusTheMessageAndHowLongItTook() {
    server.on(
        "POST /v1/models/m1/environments/production/cancel_promotion",
        "{\"status\":\"CANCELED\",\"message\":\"Taken back.\"}");
    var result = run.run("cancel", "digits", "production", "--reason", "v2 is worse & slow");
    assertThat(result.code()).isZero();
    assertThat(result.out()).containsPattern("CANCELED: Taken back. Answered in [\\d.]+ m?s\\.");
    var sent = server.request("POST /v1/models/m1/environments/production/cancel_promotion");
    assertThat(sent.target()).endsWith("?reason=v2+is+worse+%26+slow");
    assertThat(sent.body()).isEmpty();
  }

  @Test
  void cancelWithNothingInProgressIsRefused() {
    server.on(
        "POST /v1/models/m1/environments/production/cancel_promotion",
        400,
        """
        {"code":"VALIDATION_ERROR",
         "message":"Environment production has no in progress promotion."}\
        """);
    var result = run.run("cancel", "digits", "production");
    assertThat(result.code()).isEqualTo(5);
    assertThat(result.err()).contains("Environment production has no in progress promotion.");
  }

  @Test
  void namesAreEscapedInPaths() {
    server.on("GET /v1/models/m1/environments/a%2Fb", ENVIRONMENT);
    assertThat(run.run("environment", "digits", "a/b").code()).isZero();
  }

  @Test
  void actionsOnADeploymentFindItByName() {
    server
        .on("POST /v1/models/m1/deployments/d2/activate", "{\"success\":true}")
        .on("POST /v1/models/m1/deployments/d1/deactivate", "{\"success\":true}")
        .on("DELETE /v1/models/m1/deployments/d2", "{\"id\":\"d2\",\"deleted\":true}");
    assertThat(run.run("activate", "digits", "v2").out()).contains("v2 is being activated");
    assertThat(run.run("deactivate", "digits", "d1").out()).contains("v1 is being deactivated");
    assertThat(run.run("delete", "digits", "v2", "--yes").out()).contains("v2 was deleted");
  }

  @Test
  void apiSendsWhatItIsGivenAndPrintsWhatComes() {
    server.on("POST /v1/anything", request -> FakeServer.Answer.ok(request.body()));
    assertThat(run.run("api", "post", "/v1/anything", "-d", "{\"a\": 1}").out())
        .isEqualTo("{\"a\": 1}\n");
    assertThat(run.input("[2]").run("api", "POST", "v1/anything", "-d", "@-").out())
        .isEqualTo("[2]\n");
  }

  @Test
  void anAsynchronousRequestIsSentLookedAtAndCanceled() {
    var path = "/model/m1/async_request/r1";
    server
        .on(
            "POST /model/m1/environments/production/async_predict",
            r -> FakeServer.Answer.ok(r.body()))
        .on("POST /model/m1/deployment/d2/async_predict", "{\"request_id\":\"r1\"}")
        .on(
            "GET " + path,
            "{\"status\":\"FAILED\",\"status_at\":\"2026-01-01T00:00:00Z\",\"deployment_id\":\"d2\","
                + "\"webhook_status\":\"PENDING\","
                + "\"errors\":[{\"code\":\"MODEL_UNAVAILABLE\",\"message\":\"It died.\"}]}")
        .on("DELETE " + path, "{\"canceled\":false,\"message\":\"The request is FAILED.\"}");
    run.with("SLIPWAY_INFERENCE_URL", server.url().toString());
    var url = "https://x.test/hook";
    assertThat(
            run.run(
                    "predict",
                    "digits",
                    "--async",
                    "-d",
                    "{\"n\": 1.00}",
                    "--webhook",
                    url,
                    "--priority",
                    "2")
                .out())
        .isEqualTo(
            "{\"model_input\":{\"n\": 1.00},\"webhook_endpoint\":\""
                + url
                + "\",\"priority\":2}\n");
    assertThat(run.run("predict", "digits", "--async", "--deployment", "v2", "-d", "{}").out())
        .contains("r1");
    assertThat(run.run("async", "digits", "r1").out())
        .contains("FAILED since 2026", "deployment d2", "MODEL_UNAVAILABLE: It died.");
    var cancel = run.run("async", "digits", "r1", "--cancel");
    assertThat(cancel.out()).contains("The request is FAILED.");
    assertThat(cancel.code()).isEqualTo(5);
    server.on("DELETE " + path, "{\"canceled\":true,\"message\":\"It was canceled.\"}");
    assertThat(run.run("async", "digits", "r1", "--cancel").code()).isZero();
  }

  @Test
  void predictGoesToTheInferencePort() {
    server
        .on("POST /model/m1/environments/production/predict", r -> FakeServer.Answer.ok(r.body()))
        .on("POST /model/m1/deployment/d2/predict", "{\"digit\":8}")
        .on(
            "POST /model/m1/environments/staging/predict",
            404,
            "{\"error\":\"There is no environment staging.\"}");
    run.with("SLIPWAY_INFERENCE_URL", server.url().toString());
    assertThat(run.run("predict", "digits", "-d", "{\"image\":[]}").out())
        .isEqualTo("{\"image\":[]}\n");
    assertThat(run.run("predict", "digits", "--deployment", "v2", "-d", "{}", "--json").out())
        .isEqualTo("{\"digit\":8}");
    var missing = run.run("predict", "digits", "--environment", "staging", "-d", "{}");
    assertThat(missing.code()).isEqualTo(4);
    assertThat(missing.err()).contains("There is no environment staging.");
  }
}
