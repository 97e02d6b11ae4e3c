package dev.slipway.app;

import static dev.slipway.app.Manager.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A whole server with a model in real processes: without requests it has none, with the first
/// requests it has one again and answers them all, with more it has more.
class ScaleToZeroTest {
  private static final int CALLERS = 6;
  private static final int MAX_REPLICAS = 3;

  @TempDir private Path temp = Path.of("");

  @Test
  void replicasFollowTheRequestsFromZeroToTheMaximumAndBackAndNoneIsLost() throws Exception {
    var options = ServerSettings.at(temp.resolve("data"), ServerSettings.Address.free());
    try (var server = Server.start(options);
        var manager = new Manager(server.management(), server.apiKey());
        var port = new Manager(server.inference(), server.apiKey())) {
      var model = Recording.deploy(manager, temp.resolve("records"));
      scaleByDemand(manager, model);
      awaitAsleep(model);

      assertThat(callAtOnce(server, model)).hasSize(CALLERS).containsOnly(200);
      assertThat(model.starts(model.v1())).as("one start, then one for all callers").hasSize(2);

      scalesUpUnderLoad(server, manager, model);
      awaitAsleep(model);

      assertThat(wake(server, model)).isEqualTo(202);
      Await.until("awake", () -> model.status(model.v1()).equals("ACTIVE"));
      assertThat(metrics(server))
          .contains("slipway_wakes_total 2.0")
          .containsPattern("slipway_replicas_desired\\{deployment=\"" + model.v1() + "\"")
          .containsPattern("slipway_replicas_ready\\{deployment=\"" + model.v1() + "\"");
      awaitAsleep(model);

      var asynchronous = new AsyncCaller(port, model.model());
      asynchronous.awaitStatus(asynchronous.predict("quick", null), "SUCCEEDED");
    }
  }

  /// The shortest settings that are published: a replica is meant for one request at a time.
  private static void scaleByDemand(Manager manager, Recording model) {
    var settings =
        json(
            "min_replica", 0,
            "max_replica", MAX_REPLICAS,
            "autoscaling_window", 10,
            "scale_down_delay", 0,
            "concurrency_target", 1,
            "target_utilization_percentage", 100);
    manager
        .patch(
            "/v1/models/" + model.model() + "/environments/production",
            json("autoscaling_settings", settings))
        .ok();
  }

  private static void awaitAsleep(Recording model) {
    Await.until("asleep", () -> model.status(model.v1()).equals("SCALED_TO_ZERO"));
  }

  /// @return the status of each answer
  private static List<Integer> callAtOnce(Server server, Recording model)
      throws InterruptedException, ExecutionException {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<Integer>>();
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        Callable<Integer> call = () -> call(server, model, number);
        answers.add(callers.submit(call));
      }
      var statuses = new ArrayList<Integer>();
      for (var answer : answers) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }

  private static int call(Server server, Recording model, long number) throws IOException {
    try (var client = new LoadClient(model.predict(server.inference()), server.apiKey())) {
      return client.send(number, "slow", "{}");
    }
  }

  private static void scalesUpUnderLoad(Server server, Manager manager, Recording model)
      throws InterruptedException, ExecutionException {
    var enough = new AtomicBoolean();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Integer>>();
      for (int i = 0; i < CALLERS; i++) {
        Callable<Integer> calls = () -> callUntil(enough, server, model);
        all.add(callers.submit(calls));
      }
      try {
        Await.until(
            "the maximum",
            () ->
                deployment(manager, model).requiredAt("/active_replica_count").intValue()
                    == MAX_REPLICAS);
      } finally {
        enough.set(true);
      }
      for (var one : all) {
        assertThat(one.get()).as("answers of one caller, all 200").isPositive();
      }
    }
  }

  /// @return how many answers there were; an assertion fails where one is not 200
  private static int callUntil(AtomicBoolean enough, Server server, Recording model)
      throws IOException {
    int answers = 0;
    while (!enough.get()) {
      assertThat(call(server, model, answers)).isEqualTo(200);
      answers++;
    }
    return answers;
  }

  private static JsonNode deployment(Manager manager, Recording model) {
    return manager.get("/v1/models/" + model.model() + "/deployments/" + model.v1()).ok();
  }

  private static int wake(Server server, Recording model) throws Exception {
    var path = "/model/" + model.model() + "/environments/production/wake";
    return send(HttpRequest.newBuilder(server.inference().resolve(path))
            .header("Authorization", "Api-Key " + server.apiKey())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build())
        .status();
  }

  private static String metrics(Server server) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(server.management() + "/metrics")).build())
        .body();
  }

  private record Answer(int status, String body) {}

  private static Answer send(HttpRequest request) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    }
  }
}
