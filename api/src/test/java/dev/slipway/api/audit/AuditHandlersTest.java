package dev.slipway.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ModelTest;
import dev.slipway.api.Published;
import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import dev.slipway.engine.history.AuditLog;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.FormerAuditEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuditHandlersTest extends ModelTest {
  private static final String OPERATION = "GET /v1/audit_logs";
  private final Published published = Published.read();

  private String deployment(String rest) {
    return "/v1/models/" + model + "/deployments/" + first + rest;
  }

  private String environment(String rest) {
    return "/v1/models/" + model + "/environments" + rest;
  }

  private List<JsonNode> items(String query) {
    Got got = server.get("/v1/audit_logs?limit=200" + query);
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    assertThat(published.problems(OPERATION, got.json())).isEmpty();
    return got.json().get("items").valueStream().toList();
  }

  private static List<String> types(List<JsonNode> items) {
    return items.stream().map(i -> i.required("event_type").stringValue()).toList();
  }

  private JsonNode newest() {
    return items("").getFirst();
  }

  @Test
  void aDeploymentThatIsPushedIsTold() {
    JsonNode event = items("&event_type_groups=DEPLOYED").getFirst();
    JsonNode data = event.get("event_data");
    assertThat(data.required("event_type").stringValue()).isEqualTo("MODEL_DEPLOYED");
    assertThat(data.required("model_id").stringValue()).isEqualTo(model);
    assertThat(data.required("model_name").stringValue()).isEqualTo("digits");
    assertThat(data.required("deployment_id").stringValue()).isEqualTo(first);
    assertThat(data.required("deployment_name").stringValue()).isEqualTo("deployment-1");
    assertThat(data.required("environment_name").stringValue()).isEqualTo("production");
    assertThat(data.required("publish").booleanValue()).isTrue();
    assertThat(data.required("scale_previous_to_zero").booleanValue()).isTrue();
    assertThat(data.required("trusted").booleanValue()).isFalse();
    assertThat(event.requiredAt("/actor/type").stringValue()).isEqualTo("API_KEY");
    assertThat(event.requiredAt("/actor/api_key_prefix").stringValue())
        .isEqualTo(server.key.substring(0, server.key.indexOf('.')));
    assertThat(event.required("source").stringValue()).isEqualTo("API");
    assertThat(event.required("created").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void everythingThatChangesSomethingIsToldInThePublishedShape() {
    String second = server.deployment(model);
    server.post(environment(""), "{\"name\":\"staging\"}");
    server.patch(
        environment("/production"),
        "{\"promotion_settings\":{\"rolling_deploy_config\":{\"max_surge_percent\":20},\"ramp_up_while_promoting\":true}}");
    server.post(environment("/production/promote"), Bodies.promote(second));
    server.post(environment("/production/cancel_promotion?reason=slow"));
    server.settle();
    server.delete(environment("/staging"));
    server.patch(deployment("/autoscaling_settings"), "{\"max_replica\":3}");
    server.patch(deployment("/request_backpressure_settings"), "{\"policy\":\"REJECT_ON_FULL\"}");
    server.delete(deployment("/replicas/") + server.runtime.replicas().getFirst().id());
    server.post(deployment("/deactivate"));
    server.post(deployment("/activate"));
    server.post("/v1/secrets", "{\"name\":\"token\",\"value\":\"hush-hush\"}");
    server.delete("/v1/secrets/token");
    String key = server.post("/v1/api_keys", "{\"type\":\"WORKSPACE_INVOKE\"}").at("/api_key");
    server.delete("/v1/api_keys/" + key.substring(0, key.indexOf('.')));
    server.delete("/v1/models/" + model + "/deployments/" + second);
    server.delete("/v1/models/" + model);
    List<JsonNode> items = items("&direction=ASC&sources=API");
    assertThat(types(items))
        .containsExactly(
            "MODEL_DEPLOYED",
            "MODEL_DEPLOYMENT_PROMOTED",
            "MODEL_DEPLOYED",
            "ENVIRONMENT_CREATED",
            "ENVIRONMENT_UPDATED",
            "MODEL_DEPLOYMENT_PROMOTED",
            "MODEL_PROMOTION_CONTROL_ACTION",
            "ENVIRONMENT_DELETED",
            "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED",
            "ENVIRONMENT_UPDATED",
            "MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED",
            "ENVIRONMENT_UPDATED",
            "REPLICA_TERMINATED",
            "MODEL_DEPLOYMENT_DEACTIVATED",
            "MODEL_DEPLOYMENT_ACTIVATED",
            "SECRET_UPDATED",
            "SECRET_DELETED",
            "API_KEY_CREATED",
            "API_KEY_DELETED",
            "MODEL_DEPLOYMENT_DELETED",
            "MODEL_DELETED");
    for (JsonNode item : items) {
      for (var field : item.get("event_data").properties()) {
        assertThat(field.getValue().asString("-")).as(item + " " + field.getKey()).isNotEmpty();
      }
    }
    assertThat(items.toString()).doesNotContain("hush-hush").doesNotContain(key);
    assertThat(items.get(6).requiredAt("/event_data/action").stringValue())
        .isEqualTo("GRACEFUL_CANCEL");
    JsonNode updated = items.get(4).get("event_data");
    assertThat(updated.required("max_surge_percent").intValue()).isEqualTo(20);
    assertThat(updated.required("ramp_up_while_promoting").booleanValue()).isTrue();
    assertThat(updated.requiredAt("/previous_settings/ramp_up_while_promoting").booleanValue())
        .isFalse();
    assertThat(updated.at("/previous_settings/max_surge_percent").isNull()).isTrue();
    JsonNode scaled = items.get(8).get("event_data");
    assertThat(scaled.required("max_replica").intValue()).isEqualTo(3);
    assertThat(scaled.requiredAt("/previous_settings/max_replica").intValue()).isEqualTo(1);
    assertThat(items.get(17).requiredAt("/event_data/api_key_type").stringValue())
        .isEqualTo("INVOKE_ALL_MODELS_SERVICE_ACCOUNT");
  }

  @Test
  void aRetryIsTold() {
    String broken =
        server
            .post("/v1/models/" + model + "/deployments", Bodies.deployment())
            .at("/deployment/id");
    server.engine.worker().turn();
    server.runtime.broken(broken, "no such file");
    server.settle();
    server.post("/v1/models/" + model + "/deployments/" + broken + "/retry");
    JsonNode event = newest();
    assertThat(event.required("event_type").stringValue()).isEqualTo("MODEL_DEPLOYMENT_RETRIED");
    assertThat(event.requiredAt("/event_data/retried").booleanValue()).isTrue();
  }

  @Test
  void anEventTellsTheNamesOfItsTime() {
    server.post(deployment("/deactivate"));
    server.patch(deployment(""), "{\"name\":\"renamed\"}");
    server.post(deployment("/activate"));
    List<JsonNode> items = items("&event_type_groups=ACTIVATED_DEACTIVATED&direction=ASC");
    assertThat(items.stream().map(i -> i.requiredAt("/event_data/deployment_name").stringValue()))
        .containsExactly("deployment-1", "renamed");
  }

  @Test
  void whatOlderVersionsWroteIsStillAValidAnswer() {
    var old = Map.of("deployment_id", "gone", "environment_name", "production");
    for (String type :
        List.of(
            "MODEL_DEPLOYED",
            "MODEL_DEPLOYMENT_AUTOSCALING_UPDATED",
            "ENVIRONMENT_UPDATED",
            "MODEL_PROMOTION_CONTROL_ACTION",
            "API_KEY_REVOKED",
            "MODEL_DEPLOYMENT_UPDATED")) {
      append(type, old);
    }
    assertThat(types(items("")).subList(0, 5))
        .containsExactly(
            "API_KEY_DELETED",
            "MODEL_PROMOTION_CONTROL_ACTION",
            "ENVIRONMENT_UPDATED",
            "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED",
            "MODEL_DEPLOYED");
  }

  private void append(String type, Map<String, String> data) {
    String id = type + server.store.writes();
    AuditEvent event = FormerAuditEvents.read(type, data);
    var entry = new Audit.Entry(id, server.time.instant(), model, event, AuditEvent.Actor.SYSTEM);
    server.store.write(tx -> {
      tx.audit().append(entry);
    });
  }

  @Test
  void pagesFollowEachOtherAlsoWhileEventsAreAppended() {
    for (int i = 0; i < 5; i++) {
      append("MODEL_DEPLOYMENT_ACTIVATED", Map.of("deployment_id", "d" + i));
    }
    String filter = "/v1/audit_logs?limit=2&event_type_groups=ACTIVATED_DEACTIVATED";
    for (String direction : List.of("DESC", "ASC")) {
      var seen = new ArrayList<String>();
      Got page = server.get(filter + "&direction=" + direction);
      int appended = 0;
      while (true) {
        page.json()
            .get("items")
            .forEach(i -> seen.add(i.requiredAt("/event_data/deployment_id").stringValue()));
        if (!page.json().requiredAt("/pagination/has_more").booleanValue()) {
          break;
        }
        if (appended++ == 0) {
          append("MODEL_DEPLOYMENT_ACTIVATED", Map.of("deployment_id", "late"));
        }
        page = server.get(filter + "&cursor=" + page.at("/pagination/cursor"));
      }
      assertThat(page.json().at("/pagination/cursor").isNull()).isTrue();
      if (direction.equals("DESC")) {
        assertThat(seen).containsExactly("d4", "d3", "d2", "d1", "d0");
      } else {
        assertThat(seen).containsExactly("d0", "d1", "d2", "d3", "d4", "late", "late");
      }
    }
  }

  @Test
  void aPageThatEndsWithTheLastEventSaysThatThereIsNoMore() {
    int all = items("").size();
    Got got = server.get("/v1/audit_logs?limit=" + all);
    assertThat(got.json().requiredAt("/pagination/has_more").booleanValue()).isFalse();
  }

  @Test
  void filtersHoldTogether() {
    append("MODEL_DEPLOYMENT_ACTIVATED", Map.of("deployment_id", "Da", "deployment_name", "One"));
    server.time.advance(Duration.ofSeconds(10));
    append("MODEL_DEPLOYMENT_DELETED", Map.of("deployment_id", "Db", "deployment_name", "Two"));
    append("ENVIRONMENT_DELETED", Map.of("environment_name", "staging"));
    long late = TestServer.START.plusSeconds(10).toEpochMilli();
    assertThat(types(items("&deployment_ids=Da&deployment_ids=Db"))).hasSize(2);
    assertThat(types(items("&deployment_ids=Da&event_type_groups=DELETED"))).isEmpty();
    assertThat(types(items("&environment_names=staging"))).containsExactly("ENVIRONMENT_DELETED");
    assertThat(types(items("&search=oNE&sources=SYSTEM&deployment_ids=Da")))
        .containsExactly("MODEL_DEPLOYMENT_ACTIVATED");
    assertThat(types(items("&search=no+such"))).isEmpty();
    assertThat(items("&start_epoch_millis=" + late)).hasSize(2);
    assertThat(items("&end_epoch_millis=" + (late - 1) + "&deployment_ids=Da")).hasSize(1);
    assertThat(items("&start_epoch_millis=" + late + "&deployment_ids=Da")).isEmpty();
    assertThat(items("&user_ids=someone")).isEmpty();
    assertThat(items("&chain_deployment_ids=c")).isEmpty();
    assertThat(items("&event_type_groups=SSH&event_type_groups=USER_MANAGEMENT")).isEmpty();
    assertThat(types(items("&event_type_groups=DELETED")))
        .containsExactly("ENVIRONMENT_DELETED", "MODEL_DEPLOYMENT_DELETED");
  }

  @Test
  void aModelsLogHasThatModelAlone() {
    String other = server.model("other");
    Got got = server.get("/v1/models/" + other + "/audit_logs");
    assertThat(published.problems("GET /v1/models/{model_id}/audit_logs", got.json())).isEmpty();
    assertThat(got.json().get("items").valueStream())
        .isNotEmpty()
        .allMatch(i -> i.requiredAt("/event_data/model_id").stringValue().equals(other));
    assertThat(server.get("/v1/models/nope/audit_logs").status()).isEqualTo(404);
  }

  @Test
  void theClientIsReadFromItsUserAgent() {
    var request =
        server
            .request("POST", deployment("/deactivate"), null)
            .header("Authorization", "Bearer " + server.key)
            .header("User-Agent", "baseten-cli/1.2.3 (Go/1.26; linux)");
    assertThat(server.send(request).status()).isEqualTo(200);
    JsonNode event = newest();
    assertThat(event.required("client_name").stringValue()).isEqualTo("baseten-cli");
    assertThat(event.required("client_version").stringValue()).isEqualTo("1.2.3");
    assertThat(event.get("client_session_id").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "direction=desc",
        "event_type_groups=NOPE",
        "sources=WEB",
        "cursor=abc",
        "cursor=eDE",
        "start_epoch_millis=-1",
        "start_epoch_millis=2&end_epoch_millis=1"
      })
  void whatCannotBeUnderstoodIsRefusedWithTheFieldsName(String query) {
    Got got = server.get("/v1/audit_logs?" + query);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message())
        .startsWith(query.substring(0, query.indexOf('=')))
        .contains("expected");
  }

  @Test
  void aPageOverManyEventsThatDoNotFitIsShortAndSaysWhereToGoOn() {
    server.store.write(tx -> {
      for (int i = 0; i < AuditLog.MAX_SCAN; i++) {
        tx.audit()
            .append(
                new Audit.Entry(
                    "e" + i,
                    server.time.instant(),
                    "m",
                    new AuditEvent.ModelDeleted("digits"),
                    AuditEvent.Actor.SYSTEM));
      }
    });
    String filter = "/v1/audit_logs?event_type_groups=DEPLOYED";
    Got short1 = server.get(filter);
    assertThat(short1.json().get("items")).isEmpty();
    assertThat(short1.json().requiredAt("/pagination/has_more").booleanValue()).isTrue();
    Got rest = server.get(filter + "&cursor=" + short1.at("/pagination/cursor"));
    assertThat(rest.json().get("items")).hasSize(1);
    assertThat(rest.json().requiredAt("/pagination/has_more").booleanValue()).isFalse();
  }
}
