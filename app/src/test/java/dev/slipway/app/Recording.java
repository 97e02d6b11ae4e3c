package dev.slipway.app;

import static dev.slipway.app.Manager.json;
import static java.util.Objects.requireNonNull;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import tools.jackson.databind.JsonNode;

/// The recording model on a server: two versions of it, and what each of them wrote down.
///
/// @param model model id
/// @param v1 id of the deployment that serves production
/// @param v2 id of the deployment that is promoted and cancelled
record Recording(Manager manager, Path records, String model, String v1, String v2) {
  private static final Path SOURCE = Path.of("src/test/resources/models/recording");

  /// A request as a version saw it, by the machine's monotonic clock.
  ///
  /// @param notBefore the kernel was asked at this moment and did not have it yet
  /// @param read when the model read it, which may be late on a busy machine
  record Arrival(long number, long notBefore, long read) {}

  static Recording deploy(Manager manager, Path records) {
    return deploy(manager, records, 512);
  }

  /// @param concurrency requests that a replica is given at a time
  static Recording deploy(Manager manager, Path records, int concurrency) {
    return deploy(manager, "recording", records, source(records, concurrency));
  }

  /// Of small replicas, compiled once, for a machine that runs many of them.
  static Recording deployLight(Manager manager, Path records, Path classes) {
    return deployLight(manager, "recording", records, classes, 512);
  }

  /// @param name of the model
  /// @param concurrency requests that a replica is given at a time
  static Recording deployLight(
      Manager manager, String name, Path records, Path classes, int concurrency) {
    var javac = requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    int code = javac.run(null, null, null, "-d", classes.toString(), source().toString());
    if (code != 0) {
      throw new AssertionError("javac ended with " + code);
    }
    String command =
        "exec \"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx16m -Xss256k -cp '%s' RecordingModel"
            .formatted(classes);
    return deploy(
        manager,
        name,
        records,
        config(
            json("RECORD_DIR", records.toString(), "RECORD_QUESTION_MILLIS", "20"),
            concurrency,
            command));
  }

  private static Recording deploy(
      Manager manager, String name, Path records, Map<String, Object> config) {
    JsonNode first = manager.post("/v1/models", create(name, config)).ok();
    String model = first.requiredAt("/model/id").stringValue();
    String v1 = first.requiredAt("/deployment/id").stringValue();
    var recording = new Recording(manager, records, model, v1, "");
    recording.await("v1 serves production", () -> v1.equals(recording.current()));
    JsonNode second = manager.post("/v1/models/" + model + "/deployments", create("", config)).ok();
    String v2 = second.requiredAt("/deployment/id").stringValue();
    recording.await("v2 is active", () -> recording.status(v2).equals("ACTIVE"));
    return new Recording(manager, records, model, v1, v2);
  }

  /// Rolling promotions to production from now on, of `replicas` replicas, a fifth at a time.
  void rolling(int replicas) {
    var config = json("max_surge_percent", 20, "stabilization_time_seconds", 1);
    var settings = json("rolling_deploy", true, "rolling_deploy_config", config);
    var size = json("min_replica", replicas, "max_replica", replicas);
    manager
        .patch(environment(), json("promotion_settings", settings, "autoscaling_settings", size))
        .ok();
    await("all replicas of v1", () -> active(v1) == replicas);
  }

  private int active(String deployment) {
    return manager
        .get("/v1/models/" + model + "/deployments/" + deployment)
        .ok()
        .requiredAt("/active_replica_count")
        .intValue();
  }

  /// One of the calls that steer a promotion, such as `pause_promotion`.
  void signal(String call) {
    var answer = manager.post(environment() + "/" + call, null).ok();
    if (!answer.requiredAt("/success").booleanValue()) {
      throw new AssertionError(call + ": " + answer);
    }
  }

  /// The published status of production's last promotion.
  String lastStatus() {
    return manager
        .get(environment() + "/promotions")
        .ok()
        .requiredAt("/promotions/0/status")
        .stringValue();
  }

  /// Canary promotions to production from now on, whose losing side keeps its replicas.
  void canary(int seconds) {
    var settings =
        json(
            "ramp_up_while_promoting",
            true,
            "ramp_up_duration_seconds",
            seconds,
            "promotion_cleanup_strategy",
            "KEEP");
    manager.patch(environment(), json("promotion_settings", settings)).ok();
  }

  void promote() {
    manager.post(environment() + "/promote", json("deployment_id", v2)).ok();
  }

  Manager.Reply cancel() {
    return manager.post(environment() + "/cancel_promotion", null);
  }

  /// The candidate's share of production's traffic, 0 where nothing is promoted.
  int percent() {
    JsonNode promotion = manager.get(environment()).ok().requiredAt("/in_progress_promotion");
    return promotion.isNull()
        ? 0
        : promotion.requiredAt("/percent_traffic_to_new_version").intValue();
  }

  String current() {
    JsonNode current = manager.get(environment()).ok().requiredAt("/current_deployment");
    return current.isNull() ? "" : current.requiredAt("/id").stringValue();
  }

  JsonNode receipt() {
    JsonNode all = manager.get(environment() + "/promotions").ok();
    String id = all.requiredAt("/promotions/0/id").stringValue();
    return manager.get(environment() + "/promotions/" + id).ok();
  }

  String status(String deployment) {
    return manager
        .get("/v1/models/" + model + "/deployments/" + deployment)
        .ok()
        .requiredAt("/status")
        .stringValue();
  }

  URI predict(URI inference) {
    return inference.resolve("/model/" + model + "/environments/production/predict");
  }

  URI predictOn(URI inference, String deployment) {
    return inference.resolve("/model/" + model + "/deployment/" + deployment + "/predict");
  }

  /// What the replicas of a deployment wrote down, in the order in which they did.
  List<Arrival> arrivals(String deployment) {
    return lines(deployment).stream()
        .filter(l -> !l.startsWith("start"))
        .map(l -> l.split(" "))
        .map(p -> new Arrival(Long.parseLong(p[0]), Long.parseLong(p[1]), Long.parseLong(p[2])))
        .toList();
  }

  /// Ids of the requests that the replicas of a deployment had, in order, each as often as it came.
  List<String> requestIds(String deployment) {
    return lines(deployment).stream()
        .filter(l -> !l.startsWith("start"))
        .map(l -> l.split(" ", -1)[3])
        .toList();
  }

  /// Process ids under which the deployment was started, in order.
  List<String> starts(String deployment) {
    return lines(deployment).stream().filter(l -> l.startsWith("start")).toList();
  }

  private List<String> lines(String deployment) {
    try (Stream<Path> files = Files.list(records)) {
      var all = new ArrayList<String>();
      for (Path f : files.filter(f -> f.getFileName().toString().startsWith(deployment)).toList()) {
        all.addAll(Files.readAllLines(f));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    Await.until(what, condition);
  }

  private String environment() {
    return "/v1/models/" + model + "/environments/production";
  }

  private static Path source() {
    return SOURCE.resolve("RecordingModel.java").toAbsolutePath();
  }

  /// The command names the source where it lies.
  private static Map<String, Object> source(Path records, int concurrency) {
    String command =
        "exec \"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m '%s'"
            .formatted(source());
    return config(json("RECORD_DIR", records.toString()), concurrency, command);
  }

  private static Map<String, Object> config(
      Map<String, Object> environment, int concurrency, String command) {
    return json(
        "model_name",
        "recording",
        "environment_variables",
        environment,
        "runtime",
        json("predict_concurrency", concurrency),
        "docker_server",
        json(
            "start_command", command,
            "server_port", 8080,
            "predict_endpoint", "/predict",
            "readiness_endpoint", "/ready",
            "liveness_endpoint", "/ready"));
  }

  /// Made from its config alone.
  private static Map<String, Object> create(String name, Map<String, Object> config) {
    var source = json("kind", "model_archive", "deployment", json("config", config));
    if (!name.isEmpty()) {
      source.put("name", name);
    }
    return json("source", source);
  }
}
