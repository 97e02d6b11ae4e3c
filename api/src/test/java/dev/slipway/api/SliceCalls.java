package dev.slipway.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One call of every operation of the published slice, in an order in which all of them succeed.
final class SliceCalls {
  private static final String SETTINGS = "{\"min_replica\":1,\"max_replica\":3}";
  private static final String SECRET = "{\"name\":\"token\",\"value\":\"v\"}";
  private int keys;

  private final TestServer server;
  private final Map<String, Supplier<Got>> calls = new LinkedHashMap<>();
  private final String model;
  private final String first;
  private final String second;

  /// @param server one without models
  SliceCalls(TestServer server) {
    this.server = server;
    model = server.model("digits");
    first = server.get("/v1/models/" + model).at("/production_deployment_id");
    second = server.deployment(model);
    development();
    byDeployment();
    promoting();
    workspace();
    endings();
  }

  /// By operation, in the order in which they are to be made.
  Map<String, Supplier<Got>> all() {
    return Collections.unmodifiableMap(calls);
  }

  String model() {
    return model;
  }

  String second() {
    return second;
  }

  String env(String name) {
    return "/v1/models/" + model + "/environments/" + name;
  }

  private String deployments(String rest) {
    return "/v1/models/" + model + "/deployments" + rest;
  }

  private void add(String operation, Supplier<Got> call) {
    assertThat(calls.put(operation, call)).as(operation).isNull();
  }

  private void development() {
    String push = Bodies.deployment("\"is_development\":true,\"config\":" + Bodies.CONFIG);
    String m = "/v1/models/{model_id}";
    add("POST " + m + "/deployments", () -> server.post(deployments(""), push));
    for (String alias : List.of("development", "production")) {
      String name = m + "/deployments/" + alias;
      String path = deployments("/" + alias);
      add("GET " + name, () -> server.get(path));
      add("POST " + name + "/deactivate", () -> server.post(path + "/deactivate"));
      add("POST " + name + "/activate", () -> server.post(path + "/activate"));
      add("POST " + name + "/retry", () -> server.post(path + "/retry"));
    }
    String settings = "/autoscaling_settings";
    add(
        "PATCH " + m + "/deployments/production" + settings,
        () -> server.patch(deployments("/production" + settings), SETTINGS));
  }

  private void byDeployment() {
    String name = "/v1/models/{model_id}/deployments/{deployment_id}";
    String path = deployments("/" + second);
    Map<String, String> commands =
        Map.ofEntries(entry("activate", ""), entry("deactivate", ""), entry("retry", ""));
    add("GET /v1/models/{model_id}/deployments", () -> server.get(deployments("")));
    add("GET " + name, () -> server.get(path));
    add("PATCH " + name, () -> server.patch(path, "{\"name\":\"second\"}"));
    commands.keySet().stream()
        .sorted((a, b) -> b.compareTo(a))
        .forEach(c -> add("POST " + name + "/" + c, () -> server.post(path + "/" + c, "{}")));
    add(
        "PATCH " + name + "/autoscaling_settings",
        () -> server.patch(path + "/autoscaling_settings", SETTINGS));
    add(
        "PATCH " + name + "/request_backpressure_settings",
        () ->
            server.patch(
                path + "/request_backpressure_settings", "{\"policy\":\"REJECT_ON_FULL\"}"));
    add("GET " + name + "/config", () -> server.get(path + "/config"));
    add("GET " + name + "/download", () -> server.get(path + "/download"));
    add("GET " + name + "/metrics", () -> server.get(path + "/metrics"));
    add("GET " + name + "/logs", () -> server.get(path + "/logs"));
    add("POST " + name + "/logs", () -> server.post(path + "/logs", "{\"limit\":10}"));
    add(
        "DELETE " + name + "/replicas/{replica_id}",
        () -> server.delete(deployments("/" + first + "/replicas/") + replicaOf(first)));
  }

  private String replicaOf(String deployment) {
    server.settle();
    return server.runtime.replicas().stream()
        .filter(r -> r.deploymentId().equals(deployment))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private void promoting() {
    String m = "/v1/models/{model_id}";
    String e = m + "/environments/{env_name}";
    add("GET " + m + "/environments", () -> server.get(env("").replaceAll("/$", "")));
    add(
        "POST " + m + "/environments",
        () -> server.post(env("").replaceAll("/$", ""), "{\"name\":\"staging\"}"));
    add("GET " + e, () -> server.get(env("production")));
    add(
        "PATCH " + e,
        () ->
            server.patch(
                env("production"), "{\"promotion_settings\":{\"ramp_up_while_promoting\":true}}"));
    add(
        "POST " + e + "/promote",
        () -> server.post(env("production") + "/promote", Bodies.promote(second)));
    for (String signal : List.of("pause_promotion", "resume_promotion")) {
      add("POST " + e + "/" + signal, () -> server.post(env("production") + "/" + signal));
    }
    add(
        "POST " + e + "/cancel_promotion",
        () -> server.post(env("production") + "/cancel_promotion"));
    for (String signal : List.of("force_cancel_promotion", "force_roll_forward_promotion")) {
      add(
          "POST " + e + "/" + signal,
          () -> {
            server.post(env("production") + "/promote", Bodies.promote(server.deployment(model)));
            server.settle();
            return server.post(env("production") + "/" + signal);
          });
    }
    add(
        "POST " + m + "/deployments/{deployment_id}/promote",
        () -> server.post(deployments("/" + server.deployment(model) + "/promote"), "{}"));
    add(
        "POST " + m + "/deployments/development/promote",
        () -> {
          server.post(env("production") + "/cancel_promotion");
          return server.post(deployments("/development/promote"), "{}");
        });
    add("GET " + e + "/metrics", () -> server.get(env("production") + "/metrics?mode=SERIES"));
    add("GET " + e + "/logs", () -> server.get(env("production") + "/logs"));
    add(
        "POST " + e + "/deactivate",
        () -> {
          server.post(env("production") + "/cancel_promotion");
          return server.post(env("production") + "/deactivate");
        });
    add("POST " + e + "/activate", () -> server.post(env("production") + "/activate"));
    add("DELETE " + e, () -> server.delete(env("staging")));
  }

  private void workspace() {
    String team = server.engine.access().workspace().teamId();
    for (String path :
        List.of(
            "instance_types", "instance_type_prices", "regions", "models", "api_keys", "teams")) {
      add("GET /v1/" + path, () -> server.get("/v1/" + path));
    }
    add("GET /v1/models/{model_id}", () -> server.get("/v1/models/" + model));
    add("GET /v1/users", () -> server.get("/v1/users?limit=10"));
    add("GET /v1/users/me", () -> server.get("/v1/users/me"));
    String user = server.engine.access().workspace().userId();
    add("GET /v1/users/{user_id}", () -> server.get("/v1/users/" + user));
    add("POST /v1/api_keys", () -> server.post("/v1/api_keys", newKey()));
    add("POST /v1/secrets", () -> server.post("/v1/secrets", SECRET));
    add("GET /v1/secrets", () -> server.get("/v1/secrets"));
    add("DELETE /v1/secrets/{secret_name}", () -> server.delete("/v1/secrets/token"));
    add("GET /v1/audit_logs", () -> server.get("/v1/audit_logs?limit=200"));
    add(
        "GET /v1/models/{model_id}/audit_logs",
        () -> server.get("/v1/models/" + model + "/audit_logs"));
    String t = "/v1/teams/{team_id}";
    String path = "/v1/teams/" + team;
    add("GET " + t, () -> server.get(path));
    add("GET " + t + "/models", () -> server.get(path + "/models"));
    add("GET " + t + "/secrets", () -> server.get(path + "/secrets"));
    add("POST " + t + "/secrets", () -> server.post(path + "/secrets", SECRET));
    add("POST " + t + "/api_keys", () -> server.post(path + "/api_keys", newKey()));
    add("POST " + t + "/models", () -> server.post(path + "/models", Bodies.model("team-made")));
    add("POST /v1/models", () -> server.post("/v1/models", Bodies.model("made")));
    String prepare = "{\"name\":\"new\",\"deployment\":{\"config\":%s}}".formatted(Bodies.CONFIG);
    add("POST /v1/prepare_model_upload", () -> server.post("/v1/prepare_model_upload", prepare));
  }

  private void endings() {
    add(
        "DELETE /v1/api_keys/{api_key_prefix}",
        () -> {
          String fresh = server.post("/v1/api_keys", newKey()).at("/api_key");
          return server.delete("/v1/api_keys/" + fresh.substring(0, fresh.indexOf('.')));
        });
    add(
        "PATCH /v1/models/{model_id}/deployments/development/autoscaling_settings",
        () -> {
          String push = Bodies.deployment("\"is_development\":true,\"config\":" + Bodies.CONFIG);
          server.post(deployments(""), push);
          String path = deployments("/development/autoscaling_settings");
          return server.patch(path, "{\"scale_down_delay\":60}");
        });
    add(
        "DELETE /v1/models/{model_id}/deployments/{deployment_id}",
        () -> server.delete(deployments("/" + server.deployment(model))));
    add("DELETE /v1/models/{model_id}", () -> server.delete("/v1/models/" + model));
  }

  private String newKey() {
    return "{\"name\":\"ci-%d\",\"type\":\"WORKSPACE_INVOKE\"}".formatted(keys++);
  }
}
