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

  private String post(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(server.management().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
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
