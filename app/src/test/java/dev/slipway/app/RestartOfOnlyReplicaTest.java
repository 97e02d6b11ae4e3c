package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server whose only replica is ended by an operator: who calls meanwhile waits for the
/// next one, as after a wake from zero.
class RestartOfOnlyReplicaTest {
  private static final int CALLERS = 20;

  @TempDir private Path temp = Path.of("");

  @Test
  void everyCallThatComesWhileItRestartsIsAnswered() throws Exception {
    var options = ServerSettings.at(temp.resolve("data"), ServerSettings.Address.free());
    try (var server = Server.start(options);
        var manager = new Manager(server.management(), server.apiKey());
        var http = HttpClient.newHttpClient()) {
      var model = Recording.deploy(manager, temp.resolve("records"));
      var request =
          HttpRequest.newBuilder(model.predict(server.inference()))
              .header("Authorization", "Api-Key " + server.apiKey())
              .header("x-number", "1")
              .header("x-mode", "quick")
              .POST(BodyPublishers.ofString("{}"))
              .build();
      String only = replica(http.send(request, BodyHandlers.ofString()));
      String deployment = "/v1/models/" + model.model() + "/deployments/" + model.v1();
      manager.delete(deployment + "/replicas/" + only).ok();
      try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        var answers = new ArrayList<Future<HttpResponse<String>>>();
        for (int i = 0; i < CALLERS; i++) {
          answers.add(callers.submit(() -> http.send(request, BodyHandlers.ofString())));
        }
        for (var answer : answers) {
          assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
          assertThat(replica(answer.get())).isNotEqualTo(only);
        }
      }
      Await.until("it serves again", () -> model.status(model.v1()).equals("ACTIVE"));
    }
  }

  private static String replica(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-slipway-replica").orElseThrow();
  }
}
