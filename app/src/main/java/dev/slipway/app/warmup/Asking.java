package dev.slipway.app.warmup;

import dev.slipway.cli.demo.LocalServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/// Calls to a server of this process, with its own key.
final class Asking {
  private static final Pattern MODEL = Pattern.compile("\"model\":\\{\"id\":\"(\\w+)\"");
  private static final Pattern DEPLOYMENT = Pattern.compile("\"deployment\":\\{\"id\":\"(\\w+)\"");

  private final HttpClient client;
  private final LocalServer server;

  Asking(HttpClient client, LocalServer server) {
    this.client = client;
    this.server = server;
  }

  /// What a creation made.
  ///
  /// @param model path of its model
  /// @param modelId id of its model
  /// @param deployment id
  record Made(String model, String modelId, String deployment) {
    String production() {
      return model + "/environments/production";
    }
  }

  /// A model and its first deployment.
  Made model(String name, String config) throws IOException, InterruptedException {
    String answer = post("/v1/models", source("\"name\":\"" + name + "\",", config));
    String id = found(MODEL, answer);
    return new Made("/v1/models/" + id, id, found(DEPLOYMENT, answer));
  }

  /// One more deployment; gives its id.
  String deployment(Made of, String config) throws IOException, InterruptedException {
    return found(DEPLOYMENT, post(of.model() + "/deployments", source("", config)));
  }

  void promote(Made model, String deployment) throws IOException, InterruptedException {
    post(model.production() + "/promote", "{\"deployment_id\":\"" + deployment + "\"}");
  }

  /// @return what was answered
  String cancel(Made model) throws IOException, InterruptedException {
    return post(model.production() + "/cancel_promotion", "{}");
  }

  String get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  String post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  String send(String method, String path, String body) throws IOException, InterruptedException {
    var base = path.startsWith("/model/") ? server.inference() : server.management();
    return client
        .send(
            HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Api-Key " + server.apiKey())
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private static String source(String name, String config) {
    return "{\"source\":{\"kind\":\"model_archive\",%s\"deployment\":{\"config\":%s}}}"
        .formatted(name, config);
  }

  private static String found(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in the answer: " + text);
    }
    return matcher.group(1);
  }
}
