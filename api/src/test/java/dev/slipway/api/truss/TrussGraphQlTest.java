package dev.slipway.api.truss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.http.BodyKind;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Json;
import dev.slipway.api.truss.s3.S3Client;
import dev.slipway.engine.port.routes.ApiKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The GraphQL operations of the truss command, as its documents have them.
class TrussGraphQlTest extends ServerTest {
  private static final String CONFIG = base64(Bodies.CONFIG);
  private static final String DEPLOYED =
      "{model_version{id oracle{id name hostname} instance_type{name}}}";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private Got ask(String query) {
    return ask(query, Map.of());
  }

  private Got ask(String query, Map<String, ? extends @Nullable Object> variables) {
    String body = Json.line(Map.of("query", query, "variables", new LinkedHashMap<>(variables)));
    Got got = server.post("/graphql/", body);
    assertThat(got.status()).describedAs(got.text()).isEqualTo(200);
    assertThat(got.type()).isEqualTo("application/json");
    return got;
  }

  private String archive() {
    var s3 = new S3Client(server);
    assertThat(s3.put("", "an archive".getBytes(UTF_8)).status()).isEqualTo(200);
    return s3.key;
  }

  /// @param more arguments
  private Got create(String name, String config, String more) {
    return ask(
        """
        mutation ($trussUserEnv: String, $userDeployMetadata: JSONString, $rawConfig: String) {
          create_model_from_truss(name: "%s" s3_key: "%s" config: "%s" semver_bump: "MINOR"
            truss_user_env: $trussUserEnv %s
            user_deploy_metadata: $userDeployMetadata raw_config: $rawConfig) %s }\
        """
            .formatted(name, archive(), config, more, DEPLOYED),
        Map.of(
            "trussUserEnv",
            "{\"truss_client_version\":\"0.18.36\",\"mypy_version\":null}",
            "userDeployMetadata",
            "{\"owner\":\"me\"}",
            "rawConfig",
            base64("model_name: digits\n")));
  }

  private Got push(String model, String more) {
    return ask(
        """
        mutation { create_model_version_from_truss(model_id: "%s" s3_key: "%s" config: "%s"
          semver_bump: "MINOR" %s) %s }\
        """
            .formatted(model, archive(), CONFIG, more, DEPLOYED));
  }

  private static void refused(Got got, String code, String message) {
    assertThat(got.at("/errors/0/message")).contains(message);
    assertThat(got.at("/errors/0/extensions/description")).isEqualTo(got.at("/errors/0/message"));
    assertThat(got.at("/errors/0/extensions/code")).isEqualTo(code);
  }

  @Test
  void whoCallsAndTheirTeamAreTold() {
    Got got =
        ask(
            "query Teams{teams{id name default} organization{workspace_name aws_external_id} user{email}}");
    assertThat(got.at("/data/teams/0/id")).isEqualTo(server.engine.access().workspace().teamId());
    assertThat(got.at("/data/teams/0/name")).isEqualTo("default");
    assertThat(got.json().requiredAt("/data/teams/0/default").booleanValue()).isTrue();
    assertThat(got.at("/data/organization/workspace_name")).isEqualTo("slipway");
    assertThat(got.json().at("/data/organization/aws_external_id").isNull()).isTrue();
    assertThat(got.at("/data/user/email")).isEqualTo(Tenant.EMAIL);
  }

  @Test
  void aModelIsCreatedThroughTheDoorOfTheRestOperation() {
    Got got = create("digits", CONFIG, "allow_truss_download: false version_name: \"one\"");
    String model = got.at("/data/create_model_from_truss/model_version/oracle/id");
    String deployment = got.at("/data/create_model_from_truss/model_version/id");
    assertThat(got.at("/data/create_model_from_truss/model_version/oracle/hostname"))
        .isEqualTo("http://127.0.0.1:9090/model/" + model);
    assertThat(got.at("/data/create_model_from_truss/model_version/instance_type/name"))
        .isEqualTo("1x2");
    server.settle();
    String path = "/v1/models/" + model + "/deployments/" + deployment;
    Got shown = server.get(path);
    assertThat(shown.at("/name")).isEqualTo("one");
    assertThat(shown.at("/status")).isEqualTo("ACTIVE");
    assertThat(shown.at("/environment")).isEqualTo("production");
    assertThat(shown.at("/labels/owner")).isEqualTo("me");
    assertThat(server.get(path + "/config").at("/raw_config")).isEqualTo("model_name: digits\n");
    assertThat(server.get(path + "/download").status()).isNotEqualTo(200);
    assertThat(server.get("/v1/audit_logs").text()).contains("MODEL_DEPLOYED");
  }

  @Test
  void aVersionIsPushedToAnEnvironment() {
    String model = server.model("digits");
    Got got =
        push(
            model, "environment_name: \"staging\" name: \"two\" preserve_env_instance_type: false");
    assertThat(got.at("/data/create_model_version_from_truss/model_version/oracle/name"))
        .isEqualTo("digits");
    server.settle();
    Got staging = server.get("/v1/models/" + model + "/environments/staging");
    assertThat(staging.at("/current_deployment/name")).isEqualTo("two");
  }

  @Test
  void aVersionWithoutAnEnvironmentIsPromotedNowhere() {
    String model = server.model("digits");
    push(model, "preserve_env_instance_type: false scale_down_old_production: true");
    server.settle();
    Got production = server.get("/v1/models/" + model + "/environments/production");
    assertThat(production.at("/current_deployment/name")).isEqualTo("deployment-1");
    assertThat(server.get("/v1/models/" + model).json().requiredAt("/deployments_count").intValue())
        .isEqualTo(2);
  }

  @Test
  void thePreviousDeploymentKeepsItsReplicasWhereThatIsAskedFor() {
    String model = server.model("digits");
    String first = server.get("/v1/models/" + model).at("/production_deployment_id");
    push(model, "environment_name: \"production\" scale_down_old_production: false");
    server.settle();
    String path = "/v1/models/" + model + "/deployments/";
    assertThat(server.get(path + first).at("/status")).isEqualTo("ACTIVE");
    push(model, "environment_name: \"production\" scale_down_old_production: true");
    String second = server.get("/v1/models/" + model).at("/production_deployment_id");
    server.settle();
    assertThat(second).isNotEqualTo(first);
    assertThat(server.get(path + second).at("/status")).isEqualTo("SCALED_TO_ZERO");
  }

  @Test
  void modelsAndVersionsAreFound() {
    String model = server.model("digits");
    String team = server.engine.access().workspace().teamId();
    String listed = "{models(%s){id,name team{id name}}}";
    for (String which : new String[] {"all: true", "team_id: \"" + team + "\""}) {
      Got got = ask(listed.formatted(which));
      assertThat(got.at("/data/models/0/id")).isEqualTo(model);
      assertThat(got.at("/data/models/0/team/id")).isEqualTo(team);
    }
    assertThat(ask(listed.formatted("all: true chainlets_only: true")).json().at("/data/models"))
        .isEmpty();
    String version =
        """
        id semver truss_hash truss_signature is_draft is_primary
        current_model_deployment_status{status}\
        """;
    String fields =
        "{id name hostname team{id name} versions{%s} primary_version{id}}".formatted(version);
    for (String which : new String[] {"id: \"" + model + "\"", "name: \"digits\""}) {
      Got got = ask("{model(" + which + ")" + fields + "}");
      assertThat(got.at("/data/model/hostname")).endsWith("/model/" + model);
      assertThat(got.at("/data/model/versions/0/current_model_deployment_status/status"))
          .isEqualTo("MODEL_READY");
      assertThat(got.at("/data/model/versions/0/id"))
          .isEqualTo(got.at("/data/model/primary_version/id"));
    }
    String id = server.get("/v1/models/" + model).at("/production_deployment_id");
    assertThat(
            ask("{model_version(id: \"%s\"){id is_draft oracle{id}}}".formatted(id))
                .at("/data/model_version/oracle/id"))
        .isEqualTo(model);
  }

  @Test
  void whatIsNotThereIsRefusedWithTheCodeThatClientsKnow() {
    refused(ask("{model(id: \"none\"){id}}"), "RESOURCE_NOT_FOUND", "none does not exist");
    refused(ask("{model(name: \"none\"){id}}"), "RESOURCE_NOT_FOUND", "none does not exist");
    refused(ask("{model_version(id: \"none\"){id}}"), "RESOURCE_NOT_FOUND", "Deployment none");
    refused(ask("{models(team_id: \"none\"){id}}"), "RESOURCE_NOT_FOUND", "Team none");
    refused(push("none", ""), "RESOURCE_NOT_FOUND", "none");
    refused(create("digits", CONFIG, "team_id: \"none\""), "RESOURCE_NOT_FOUND", "Team none");
    refused(ask("{model{id}}"), "VALIDATION_ERROR", "exactly one of id and name");
  }

  @Test
  void aConfigIsCheckedBeforeItsArchiveIsSent() {
    String query = "{truss_validation(truss_user_env: \"{}\" config: \"%s\"){success details}}";
    Got good = ask(query.formatted(CONFIG));
    assertThat(good.json().requiredAt("/data/truss_validation/success").booleanValue()).isTrue();
    assertThat(Json.stored(good.at("/data/truss_validation/details")).at("/errors")).isEmpty();
    Map<String, String> bad =
        Map.of(
            base64("{\"docker_server\":{}}"),
            "config.docker_server.start_command: missing",
            base64("{"),
            "config: not valid JSON",
            "###",
            "config: not base64");
    bad.forEach((config, message) -> {
      Got got = ask(query.formatted(config));
      assertThat(got.json().at("/data/truss_validation/success").asBoolean(true)).isFalse();
      assertThat(
              Json.stored(got.at("/data/truss_validation/details"))
                  .requiredAt("/errors/0")
                  .stringValue())
          .contains(message);
    });
  }

  @Test
  void whatIsNotHereIsSaidInASentence() {
    refused(ask("{chains(all: true){id}}"), "VALIDATION_ERROR", "Chains are not available");
    refused(
        ask("mutation{deploy_chain_atomic(chain_name: \"c\"){chain_deployment{id}}}"),
        "VALIDATION_ERROR",
        "Push each part of the chain as a model");
    refused(
        ask("{truss_watch_state(id: \"m\"){is_container_built_from_push}}"),
        "VALIDATION_ERROR",
        "Patches are");
    refused(ask("{nothing{id}}"), "VALIDATION_ERROR", "nothing");
  }

  @Test
  void whatAConfigAsksForInVainIsSaidBeforeItsArchiveIsSent() {
    String query = "{truss_validation(config: \"%s\"){success details}}";
    Got warned =
        ask(
            query.formatted(
                base64(
                    """
                    {"base_image": {"image": "python:3.11"}, "system_packages": ["ffmpeg"],
                     "resources": {"accelerator": "T4", "use_gpu": true}, "resorces": {}}
                    """)));
    assertThat(warned.json().requiredAt("/data/truss_validation/success").booleanValue()).isTrue();
    assertThat(details(warned).requiredAt("/warnings").values())
        .extracting(one -> one.stringValue().replaceFirst("^config.yaml: ([a-z_.]+): .*", "$1"))
        .containsExactly("resorces", "base_image", "system_packages", "resources.accelerator");
    Got refused = ask(query.formatted(base64("{\"weights\": [{\"source\": \"hf://a/b\"}]}")));
    assertThat(refused.json().requiredAt("/data/truss_validation/success").booleanValue())
        .isFalse();
    assertThat(details(refused).requiredAt("/errors/0").stringValue())
        .startsWith("config.yaml: weights: delivered by a volume that is not there");
  }

  @Test
  void theDefaultsOfAConfigAskForNothing() {
    Got got =
        ask(
            "{truss_validation(config: \"%s\"){success details}}"
                .formatted(
                    base64(
                        """
                        {"base_image": null, "weights": [], "trt_llm": null, "model_cache": [],
                         "resources": {"accelerator": null, "use_gpu": false}}
                        """)));
    assertThat(details(got).requiredAt("/warnings").size()).isZero();
  }

  private static tools.jackson.databind.JsonNode details(Got got) {
    return Json.stored(got.at("/data/truss_validation/details"));
  }

  @Test
  void aBadPushIsRefusedWithTheWordsOfTheRestOperation() {
    server.model("digits");
    refused(create("digits", CONFIG, ""), "VALIDATION_ERROR", "'digits' is taken");
    refused(
        create("new", base64("{\"docker_server\":{}}"), ""),
        "VALIDATION_ERROR",
        "config.docker_server");
    refused(
        create("new", CONFIG, "deploy_timeout_minutes: 3"),
        "VALIDATION_ERROR",
        "deploy_timeout_minutes: 3");
    refused(create("new", CONFIG, "model_origin: CHAINS"), "VALIDATION_ERROR", "CHAINS");
    Got unknown =
        ask(
            "mutation{create_model_from_truss(name: \"new\" s3_key: \"x\" config: \"%s\")%s}"
                .formatted(CONFIG, DEPLOYED));
    refused(unknown, "VALIDATION_ERROR", "no such archive");
  }

  @Test
  void aDraftIsRefusedAndSaysWhatToDo() {
    Got got =
        ask(
            "mutation{deploy_draft_truss(name: \"d\" s3_key: \"x\" config: \"%s\")%s}"
                .formatted(CONFIG, DEPLOYED));
    refused(got, "VALIDATION_ERROR", "Push without --watch");
  }

  @Test
  void credentialsCarryTheEndpointThatNobodyAskedFor() {
    Got got = ask("{model_s3_upload_credentials{s3_bucket s3_key}}");
    assertThat(got.at("/data/model_s3_upload_credentials/endpoint_url"))
        .isEqualTo(server.base() + "/s3");
    assertThat(got.at("/data/model_s3_upload_credentials/region_name")).isEqualTo("us-east-1");
    assertThat(got.json().at("/data/model_s3_upload_credentials")).hasSize(4);
  }

  @Test
  void keysReachWhatTheyReachThroughRest() {
    for (ApiKey.Type type : ApiKey.Type.values()) {
      String key = server.newKey(type);
      Got got =
          server.send(
              server
                  .request("POST", "/graphql/", "{\"query\":\"{user{email} teams{id}}\"}")
                  .header("Authorization", "Bearer " + key));
      Got rest =
          server.send(
              server.request("GET", "/v1/teams", null).header("Authorization", "Bearer " + key));
      boolean allowed = rest.status() == 200;
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.json().has("errors")).describedAs(type + got.text()).isEqualTo(!allowed);
      if (!allowed) {
        refused(got, "FORBIDDEN", rest.message());
      }
    }
    Got none = server.send(server.request("POST", "/graphql/", "{\"query\":\"{user{email}}\"}"));
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.at("/code")).isEqualTo("UNAUTHORIZED");
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    refused(ask("{"), "VALIDATION_ERROR", "Invalid syntax");
    refused(ask("{teams{ids}}"), "VALIDATION_ERROR", "'ids'");
    assertThat(server.post("/graphql/", "{}").message()).contains("query: missing");
    assertThat(server.post("/graphql/", "{\"query\":\"{user{id}}\",\"variables\":[]}").message())
        .contains("variables");
    assertThat(server.post("/graphql/", "{\"query\":").status()).isEqualTo(400);
  }

  @Test
  void documentsHaveLimits() {
    var fields = new StringBuilder("{");
    for (int i = 0; i <= GraphQl.MAX_FIELDS / 2; i++) {
      fields.append("a%d:teams{id} ".formatted(i));
    }
    refused(ask(fields + "}"), "VALIDATION_ERROR", "fields (expected: at most 200)");
    String deep =
        "{__type(name:\"Query\"){" + "fields{type{".repeat(5) + "name" + "}}".repeat(5) + "}}";
    assertThat(ask(deep).json().at("/errors")).isNotEmpty();
    refused(
        ask("{teams{id " + "id ".repeat(GraphQl.MAX_TOKENS) + "}}"), "VALIDATION_ERROR", "tokens");
    Got large =
        server.post("/graphql/", "{\"query\":\"" + " ".repeat(BodyKind.CONFIG.limit()) + "\"}");
    assertThat(large.status()).isEqualTo(413);
  }
}
