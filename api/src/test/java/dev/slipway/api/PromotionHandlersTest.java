package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import dev.slipway.api.input.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Promotions and cancels as their callers see them.
class PromotionHandlersTest extends ModelTest {
  @Test
  void aCancelWithNothingInProgressIsThePublishedError() {
    Got got = server.post(env + "/cancel_promotion");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.text())
        .isEqualTo(
            "{\"code\":\"VALIDATION_ERROR\",\"message\":\"Environment production has no in progress promotion.\"}");
  }

  @Test
  void aCancelOfWhatDoesNotExistIsNotFound() {
    assertThat(server.post(env.replace("production", "nope") + "/cancel_promotion").status())
        .isEqualTo(404);
    assertThat(server.post("/v1/models/nope/environments/production/cancel_promotion").status())
        .isEqualTo(404);
  }

  @Test
  void aCanaryIsCancelledInAllThreeFormsOfNoBody() {
    for (String body : new String[] {null, "", "{}"}) {
      promotedAsCanary();
      Got got = server.call("POST", env + "/cancel_promotion", body);
      assertThat(got.text())
          .isEqualTo(
              "{\"status\":\"CANCELED\",\"message\":\"Promotion to production was successfully canceled.\"}");
      Got after = server.get(env);
      assertThat(after.at("/current_deployment/id")).isEqualTo(first);
      assertThat(after.json().at("/candidate_deployment").isNull()).isTrue();
      assertThat(after.json().at("/in_progress_promotion").isNull()).isTrue();
      assertThat(server.post(env + "/cancel_promotion").status()).isEqualTo(400);
    }
  }

  @Test
  void aCancelThatIsNotConfirmedIsRampingDownAndSoIsItsRepetition() {
    promotedAsCanary();
    server.routes.confirm(false);
    assertThat(server.post(env + "/cancel_promotion").at("/status")).isEqualTo("RAMPING_DOWN");
    assertThat(server.post(env + "/cancel_promotion").at("/status")).isEqualTo("RAMPING_DOWN");
    assertThat(server.get(env).at("/in_progress_promotion/status")).isEqualTo("RAMPING_DOWN");
    server.routes.confirm(true);
    server.settle();
    assertThat(server.get(env).json().at("/in_progress_promotion").isNull()).isTrue();
  }

  @Test
  void aReceiptTellsWhoAndWhy() {
    String second = promotedAsCanary();
    server.time.advance(Duration.ofSeconds(35));
    server.settle();
    assertThat(server.post(env + "/cancel_promotion?reason=errors%20rise").status()).isEqualTo(200);
    server.settle();
    Got history = server.get(env + "/promotions");
    assertThat(history.at("/promotions/0/status")).isEqualTo("CANCELED");
    assertThat(history.at("/promotions/0/kind")).isEqualTo("canary");
    String id = history.at("/promotions/0/id");
    Got receipt = server.get(env + "/promotions/" + id);
    assertThat(receipt.at("/promotion/candidate_deployment_id")).isEqualTo(second);
    assertThat(receipt.at("/promotion/previous_deployment_id")).isEqualTo(first);
    assertThat(receipt.text())
        .contains("errors rise")
        .contains("key " + server.key.substring(0, 8));
    assertThat(receipt.json().at("/candidate_served/after_fence").asInt(-1)).isZero();
    assertThat(receipt.at("/fenced_at")).isNotEmpty();
    assertThat(receipt.at("/ended_at")).isNotEmpty();
    assertThat(receipt.json().requiredAt("/timeline").size()).isGreaterThan(2);
    assertThat(server.get(env + "/promotions/nope1234").status()).isEqualTo(404);
  }

  @Test
  void aReasonHasALimit() {
    promotedAsCanary();
    String reason = "x".repeat(Limits.REASON + 1);
    Got got = server.post(env + "/cancel_promotion?reason=" + reason);
    assertThat(got.status()).isEqualTo(400);
    assertThat(server.get(env).at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
  }

  @Test
  void aSecondPromotionIsRefused() {
    String second = promotedAsCanary();
    Got got = server.post(env + "/promote", Bodies.promote(second));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.at("/code")).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aPromotionNeedsADeploymentOfTheModel() {
    assertThat(server.post(env + "/promote", "{}").message()).startsWith("deployment_id: missing");
    assertThat(server.post(env + "/promote").message()).startsWith("body: missing");
    assertThat(server.post(env + "/promote", Bodies.promote("nope1234")).status()).isEqualTo(404);
  }

  @Test
  void aliasesNameWhatServesAndWhatIsBeingDeveloped() {
    String deployments = "/v1/models/" + model + "/deployments/";
    assertThat(server.get(deployments + "production").at("/id")).isEqualTo(first);
    Got none = server.get(deployments + "development");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.message()).contains("no development deployment");
    String second = server.deployment(model);
    assertThat(server.post(deployments + second + "/promote", "{}").at("/id")).isEqualTo(second);
    server.settle();
    assertThat(server.get(deployments + "production").at("/id")).isEqualTo(second);
  }

  @Test
  void rollingIsSwitchedOnAndItsTuningIsKept() {
    Got got = server.patch(env, "{\"promotion_settings\":{\"rolling_deploy\":true}}");
    assertThat(got.status()).isEqualTo(200);
    String tuning =
        "{\"promotion_settings\":{\"rolling_deploy_config\":{\"max_surge_percent\":20}}}";
    assertThat(server.patch(env, tuning).status()).isEqualTo(200);
    assertThat(
            server
                .get(env)
                .json()
                .requiredAt("/promotion_settings/rolling_deploy_config/max_surge_percent")
                .intValue())
        .isEqualTo(20);
    String both =
        "{\"promotion_settings\":{\"rolling_deploy_config\":{\"max_unavailable_percent\":20}}}";
    Got refused = server.patch(env, both);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains("exactly one of them not zero");
  }

  @Test
  void backpressureIsSetLeftAndCleared() {
    String path = "/v1/models/" + model + "/deployments/" + first;
    String settings = path + "/request_backpressure_settings";
    assertThat(server.patch(settings, "{\"policy\":\"REJECT_ON_FULL\"}").at("/policy"))
        .isEqualTo("REJECT_ON_FULL");
    assertThat(server.patch(settings, "{}").at("/policy")).isEqualTo("REJECT_ON_FULL");
    assertThat(server.patch(settings, "{\"policy\":null}").json().at("/policy").isNull()).isTrue();
  }

  @Test
  void anUpdateThatChangesNothingSaysSo() {
    String change = "{\"autoscaling_settings\":{\"scale_down_delay\":60}}";
    assertThat(server.patch(env, change).at("/status")).isEqualTo("ACCEPTED");
    assertThat(server.patch(env, change).at("/status")).isEqualTo("UNCHANGED");
    assertThat(
            server.get(env).json().requiredAt("/autoscaling_settings/scale_down_delay").intValue())
        .isEqualTo(60);
  }

  @Test
  void settingsOfTheServingDeploymentAreThoseOfItsEnvironment() {
    String path = "/v1/models/" + model + "/deployments/";
    String change = "{\"max_replica\":4}";
    Got got = server.patch(path + first + "/autoscaling_settings", change);
    assertThat(got.at("/status")).isEqualTo("ACCEPTED");
    assertThat(got.at("/message")).contains("environment production");
    assertThat(server.get(env).json().requiredAt("/autoscaling_settings/max_replica").intValue())
        .isEqualTo(4);
    assertThat(server.patch(path + "production/autoscaling_settings", change).at("/status"))
        .isEqualTo("UNCHANGED");
    String second = server.deployment(model);
    server.settle();
    got = server.patch(path + second + "/autoscaling_settings", "{\"max_replica\":9}");
    assertThat(got.at("/message")).doesNotContain("production");
    assertThat(server.get(env).json().requiredAt("/autoscaling_settings/max_replica").intValue())
        .isEqualTo(4);
  }

  @Test
  void deletingAnEnvironmentEndsItsPromotionAndItsReplicas() {
    String environments = "/v1/models/" + model + "/environments";
    server.post(
        environments,
        "{\"name\":\"staging\",\"promotion_settings\":{\"ramp_up_while_promoting\":true}}");
    String staging = environments + "/staging";
    for (int i = 0; i < 2; i++) {
      server.post(staging + "/promote", Bodies.promote(server.deployment(model)));
      server.settle();
    }
    Got before = server.get(staging);
    assertThat(before.at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
    Got got = server.delete(staging);
    assertThat(got.json().required("deleted").booleanValue()).isTrue();
    server.settle();
    assertThat(server.get(staging).status()).isEqualTo(404);
    for (String side : new String[] {"/current_deployment/id", "/candidate_deployment/id"}) {
      Got after = server.get("/v1/models/" + model + "/deployments/" + before.at(side));
      assertThat(after.at("/status")).as(side).isEqualTo("SCALED_TO_ZERO");
      assertThat(after.json().get("environment").isNull()).isTrue();
    }
    assertThat(server.get(env).at("/current_deployment/status")).isEqualTo("ACTIVE");
    assertThat(server.delete(env).status()).isEqualTo(400);
  }
}
