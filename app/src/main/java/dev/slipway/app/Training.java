package dev.slipway.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/// What a server is asked while the start-up cache is made: also promotions and cancels, so that
/// the first cancel of a new server does not meet code that never ran.
final class Training {
  private static final Pattern MODEL = Pattern.compile("\"model\":\\{\"id\":\"(\\w+)\"");
  private static final Pattern DEPLOYMENT = Pattern.compile("\"deployment\":\\{\"id\":\"(\\w+)\"");

  /// A model that never becomes ready: promotions of it are cancelled while they wait.
  private static final String NEW_MODEL =
      """
      {"source":{"kind":"model_archive","name":"training","deployment":{"config":{
        "model_name":"training","docker_server":{"start_command":"exec sleep 600",
        "server_port":8080,"predict_endpoint":"/predict","readiness_endpoint":"/ready",
        "liveness_endpoint":"/ready"}}}}}
      """;

  /// A model that becomes ready: the JDK's own file server, where this JDK has it.
  private static final String READY_CONFIG =
      """
      {"model_name":"ready","docker_server":{"start_command":
        "exec '%s/bin/java' -m jdk.httpserver -b 127.0.0.1 -p $PORT",
        "server_port":8080,"predict_endpoint":"/","readiness_endpoint":"/",
        "liveness_endpoint":"/"}}
      """
          .formatted(System.getProperty("java.home"));

  private static final String RAMP =
      """
      {"promotion_settings":{"ramp_up_while_promoting":true,"ramp_up_duration_seconds":600,
        "redeploy_on_promotion":false,"promotion_cleanup_strategy":"KEEP"}}
      """;

  private static final int PREDICTIONS = 5;
  private static final int LOOKS_MAX = 200;
  private static final long LOOK_MILLIS = 100;

  private final HttpClient client;
  private final Server server;

  Training(HttpClient client, Server server) {
    this.client = client;
    this.server = server;
  }

  String ask(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  void promoteAndCancel(int cycles) throws IOException, InterruptedException {
    String made = post("/v1/models", NEW_MODEL);
    String model = "/v1/models/" + found(MODEL, made);
    String deployment = found(DEPLOYMENT, made);
    String environment = model + "/environments/production";
    for (int i = 0; i < cycles; i++) {
      post(environment + "/cancel_promotion", "{}");
      post(model + "/deployments/" + deployment + "/activate", "{}");
      post(environment + "/promote", "{\"deployment_id\":\"" + deployment + "\"}");
      ask(server.management().resolve(environment));
      ask(server.management().resolve(environment + "/promotions"));
    }
  }

  /// Ramps and their cancels: RAMPING_DOWN, the fence and CANCELED, which a candidate that never
  /// becomes ready does not come to.
  void rampAndCancel(int cycles) throws IOException, InterruptedException {
    String made = post("/v1/models", source("\"name\":\"ready\",", READY_CONFIG));
    String id = found(MODEL, made);
    String model = "/v1/models/" + id;
    String environment = model + "/environments/production";
    send("PATCH", environment, RAMP);
    String candidate = found(DEPLOYMENT, post(model + "/deployments", source("", READY_CONFIG)));
    if (!active(model, found(DEPLOYMENT, made)) || !active(model, candidate)) {
      return; // a smaller cache is better than none
    }
    for (int i = 0; i < cycles; i++) {
      post(environment + "/promote", "{\"deployment_id\":\"" + candidate + "\"}");
      ask(server.management().resolve(environment));
      for (int n = 0; n < PREDICTIONS; n++) {
        predict("/model/" + id + "/environments/production/predict");
      }
      post(environment + "/cancel_promotion", "{}");
    }
  }

  private void predict(String path) throws IOException, InterruptedException {
    var _ =
        send(
            HttpRequest.newBuilder(server.inference().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
  }

  private boolean active(String model, String deployment) throws IOException, InterruptedException {
    URI uri = server.management().resolve(model + "/deployments/" + deployment);
    for (int i = 0; i < LOOKS_MAX; i++) {
      if (ask(uri).contains("\"status\":\"ACTIVE\"")) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }

  private static String source(String name, String config) {
    return "{\"source\":{\"kind\":\"model_archive\",%s\"deployment\":{\"config\":%s}}}"
        .formatted(name, config);
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(server.management().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var withKey = request.header("Authorization", "Api-Key " + server.apiKey()).build();
    return client.send(withKey, BodyHandlers.ofString()).body();
  }

  private static String found(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in the answer: " + text);
    }
    return matcher.group(1);
  }
}
