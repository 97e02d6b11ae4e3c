package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients ask that are newer than the checked description.
class NewerClientsTest extends ServerTest {
  @Test
  void aRenamedModelKeepsItsIdAndIsFoundByItsNewName() {
    String id = server.model("digits");
    Got renamed = server.patch("/v1/models/" + id, "{\"name\":\"numbers\"}");
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.at("/id")).isEqualTo(id);
    assertThat(renamed.at("/name")).isEqualTo("numbers");
    assertThat(server.get("/v1/models?name=numbers").at("/models/0/id")).isEqualTo(id);
    assertThat(server.get("/v1/models?name=digits").json().requiredAt("/models").size()).isZero();
    Got event = server.get("/v1/models/" + id + "/audit_logs?event_type_groups=METADATA");
    assertThat(event.json().requiredAt("/items").size()).isEqualTo(1);
    assertThat(event.at("/items/0/event_data/previous_name")).isEqualTo("digits");
    var document = SpecDocument.read("openapi.yaml");
    assertThat(document.problems(document.schema("ListAuditLogsResponseV1"), event.json()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"other\"} | 400 | taken",
        "{\"name\":\"\"} | 400 | name",
        "{\"label\":\"x\"} | 400 | unknown field"
      })
  void aNameThatDoesNotFitIsRefused(String body, int status, String message) {
    String id = server.model("digits");
    server.model("other");
    Got got = server.patch("/v1/models/" + id, body);
    assertThat(got.status()).isEqualTo(status);
    assertThat(got.message()).contains(message);
    assertThat(server.get("/v1/models/" + id).at("/name")).isEqualTo("digits");
  }

  @Test
  void aNameThatIsKeptOrLeftOutChangesNothing() {
    String id = server.model("digits");
    for (String body : new String[] {"{}", "{\"name\":null}", "{\"name\":\"digits\"}"}) {
      assertThat(server.patch("/v1/models/" + id, body).at("/name")).isEqualTo("digits");
    }
    Got events = server.get("/v1/models/" + id + "/audit_logs?event_type_groups=METADATA");
    assertThat(events.json().requiredAt("/items").size()).isZero();
    assertThat(server.patch("/v1/models/nope", "{\"name\":\"x\"}").status()).isEqualTo(404);
  }

  @Test
  void theEventOfAPromotionHasTheFieldsThatNewerClientsRequire() {
    String id = server.model("digits");
    Got log = server.get("/v1/models/" + id + "/audit_logs?event_type_groups=PROMOTED");
    assertThat(log.json().requiredAt("/items/0/event_data").propertyNames())
        .contains(
            "region_update",
            "instance_type_id_update",
            "promotion_settings_override",
            "autoscaling_settings_update",
            "request_backpressure_settings_update",
            "autoscaling_schedule_settings_update");
  }

  @Test
  void aTeamHasItsRegionsAndDeletesItsSecrets() {
    String team = "/v1/teams/" + server.get("/v1/teams").at("/teams/0/id");
    assertThat(server.get(team + "/regions").at("/regions/0/slug")).isEqualTo("local");
    assertThat(server.get("/v1/teams/nope/regions").status()).isEqualTo(404);
    server.post(team + "/secrets", "{\"name\":\"token\",\"value\":\"hush\"}");
    assertThat(server.call("DELETE", "/v1/teams/nope/secrets/token", null).status()).isEqualTo(404);
    assertThat(server.call("DELETE", team + "/secrets/token", null).at("/name")).isEqualTo("token");
    assertThat(server.get("/v1/secrets").json().requiredAt("/secrets").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"promotion_settings_override", "environment_settings_update"})
  void aPromotionUnderOtherSettingsIsRefusedAndNotStartedUnderThese(String field) {
    String model = server.model("digits");
    String second = server.deployment(model);
    String env = "/v1/models/" + model + "/environments/production";
    String body =
        "{\"deployment_id\":\"%s\",\"%s\":{\"rolling_deploy\":true}}".formatted(second, field);
    Got refused = server.post(env + "/promote", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains(field).contains("not available yet");
    String direct = "/v1/models/" + model + "/deployments/" + second + "/promote";
    assertThat(server.post(direct, "{\"%s\":{}}".formatted(field)).status()).isEqualTo(400);
    assertThat(server.get(env).json().at("/in_progress_promotion").isNull()).isTrue();
    assertThat(server.post(direct, "{\"%s\":null}".formatted(field)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "autoscaling_settings | {\"min_replica\":1}",
        "request_backpressure_settings | {\"policy\":\"QUEUE_ON_FULL\"}",
        "autoscaling_schedule_settings | {}",
        "promotion_settings_override | {}",
        "instance_type_id | \"cpu-1\"",
        "region | \"elsewhere\"",
        "create_environment_if_missing | false"
      })
  void aPushThatAsksForWhatIsNotHereIsRefused(String field, String value) {
    String fields = "\"config\":%s,\"%s\":%s".formatted(Bodies.CONFIG, field, value);
    String model = server.model("digits");
    Got got = server.post("/v1/models/" + model + "/deployments", Bodies.deployment(fields));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains("deployment." + field);
  }

  @Test
  void aPushToTheOneRegionIsTaken() {
    String fields = "\"config\":%s,\"region\":\"local\"".formatted(Bodies.CONFIG);
    String model = server.model("digits");
    Got got = server.post("/v1/models/" + model + "/deployments", Bodies.deployment(fields));
    assertThat(got.status()).isEqualTo(200);
  }

  @Test
  void aKeyOfAnotherTeamIsRefused() {
    String team = server.get("/v1/teams").at("/teams/0/id");
    String key = "{\"name\":\"k\",\"type\":\"PERSONAL\",\"team_id\":\"%s\"}";
    assertThat(server.post("/v1/api_keys", key.formatted("nope")).status()).isEqualTo(404);
    assertThat(server.post("/v1/api_keys", key.formatted(team)).status()).isEqualTo(200);
  }
}
