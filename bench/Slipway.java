import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A real server, `./slipway serve`, on a data directory, and the calls of its management API.
final class Slipway implements AutoCloseable {
  static final String ENVIRONMENT = "production";

  private static final long START_MILLIS = 60_000;
  private static final long DEPLOY_MILLIS = 60_000;
  private static final long POLL_MILLIS = 20;

  private final Children.Child child;
  private final Http management;
  private final int managementPort;
  private final int inferencePort;
  private final String key;
  private final long startedAt;
  private final long healthyAt;

  private Slipway(
      Children.Child child, int managementPort, int inferencePort, Path data, long startedAt)
      throws IOException {
    this.child = child;
    this.managementPort = managementPort;
    this.inferencePort = inferencePort;
    this.startedAt = startedAt;
    this.healthyAt = Await.answer(child, managementPort, "/healthz", START_MILLIS);
    this.key = Files.readString(data.resolve("api-key")).strip();
    this.management = new Http(managementPort, key);
  }

  /// Starts a server and waits until /healthz answers 200.
  ///
  /// @param placed puts the command on its core
  /// @param options more flags for its JVM, split at blanks
  static Slipway start(
      Children children, Path home, Path data, UnaryOperator<List<String>> placed, String options)
      throws IOException {
    int[] ports = Children.freePorts(2);
    int management = ports[0];
    int inference = ports[1];
    var command = new ArrayList<String>();
    command.add(home.resolve("slipway").toString());
    command.addAll(List.of("serve", "--data", data.toString()));
    command.addAll(List.of("--management-port", String.valueOf(management)));
    command.addAll(List.of("--inference-port", String.valueOf(inference)));
    long startedAt = System.nanoTime();
    Children.Child child =
        children.start("slipway", Map.of("SLIPWAY_JAVA_OPTS", options), placed.apply(command));
    return new Slipway(child, management, inference, data, startedAt);
  }

  Children.Child child() {
    return child;
  }

  int managementPort() {
    return managementPort;
  }

  int inferencePort() {
    return inferencePort;
  }

  String key() {
    return key;
  }

  long startedAt() {
    return startedAt;
  }

  /// Nano clock when /healthz was first answered with 200.
  long healthyAt() {
    return healthyAt;
  }

  /// A model and its first deployment.
  record Deployed(String model, String deployment) {}

  static String predictPath(String model) {
    return "/model/" + model + "/environments/" + ENVIRONMENT + "/predict";
  }

  /// Creates a model and waits until its first deployment is ACTIVE and serves production.
  Deployed create(String name, String startCommand) throws IOException, InterruptedException {
    String answer =
        post("/v1/models", source("\"name\":" + Json.quote(name) + ",", name, startCommand));
    String model = Json.string(answer, "model", "id");
    String deployment = Json.string(answer, "deployment", "id");
    awaitActive(model, deployment);
    awaitEnd(model); // of the promotion that a model's first deployment begins by itself
    if (!deployment.equals(current(model))) {
      throw new IllegalStateException("the first promotion of " + model + " did not succeed");
    }
    return new Deployed(model, deployment);
  }

  /// Adds a deployment to the model and waits until it is ACTIVE; gives its id.
  String deploy(String model, String startCommand) throws IOException, InterruptedException {
    String answer = post("/v1/models/" + model + "/deployments", source("", "more", startCommand));
    String deployment = Json.string(answer, "deployment", "id");
    awaitActive(model, deployment);
    return deployment;
  }

  void rampOver(String model, int seconds) throws IOException {
    String settings =
        """
        {"promotion_settings":{"ramp_up_while_promoting":true,"ramp_up_duration_seconds":%d,
        "redeploy_on_promotion":false,"promotion_cleanup_strategy":"KEEP"}}
        """
            .formatted(seconds);
    expect200("PATCH", environment(model), settings);
  }

  void promote(String model, String deployment) throws IOException {
    post(
        environment(model) + "/promote",
        "{\"deployment_id\":"
            + Json.quote(deployment)
            + ",\"scale_down_previous_deployment\":false}");
  }

  /// What the environment says of its promotion.
  ///
  /// @param status null where none is in progress
  record Promotion(String status, int percent) {}

  Promotion promotion(String model) throws IOException {
    String answer = expect200("GET", environment(model), "");
    Object status = Json.at(answer, "in_progress_promotion", "status");
    Object percent = Json.at(answer, "in_progress_promotion", "percent_traffic_to_new_version");
    return new Promotion((String) status, percent instanceof Double d ? d.intValue() : 0);
  }

  Http.Answer cancel(String model) throws IOException {
    return management.call("POST", environment(model) + "/cancel_promotion", "");
  }

  Http.Answer health() throws IOException {
    return management.call("GET", "/healthz", "");
  }

  /// Gives the share at which it was seen.
  int awaitPercent(String model, int least) throws IOException, InterruptedException {
    int[] percent = {0};
    Await.until(
        "RAMPING_UP at " + least + " % or more",
        DEPLOY_MILLIS,
        POLL_MILLIS,
        () -> {
          Promotion now = promotion(model);
          if (now.status() == null || now.status().equals("FAILED")) {
            throw new IllegalStateException("the promotion ended by itself: " + now);
          }
          percent[0] = now.percent();
          return now.status().equals("RAMPING_UP") && now.percent() >= least;
        });
    return percent[0];
  }

  /// Waits until no promotion is in progress.
  void awaitEnd(String model) throws IOException, InterruptedException {
    Await.until(
        "end of the promotion",
        DEPLOY_MILLIS,
        POLL_MILLIS,
        () -> promotion(model).status() == null);
  }

  private void awaitActive(String model, String deployment)
      throws IOException, InterruptedException {
    String path = "/v1/models/" + model + "/deployments/" + deployment;
    Await.until(
        "ACTIVE deployment " + deployment,
        DEPLOY_MILLIS,
        POLL_MILLIS,
        () -> {
          String status = Json.string(expect200("GET", path, ""), "status");
          if (status.endsWith("FAILED")) {
            throw new IllegalStateException("deployment " + deployment + " is " + status);
          }
          return status.equals("ACTIVE");
        });
  }

  private Object current(String model) throws IOException {
    return Json.at(expect200("GET", environment(model), ""), "current_deployment", "id");
  }

  private static String environment(String model) {
    return "/v1/models/" + model + "/environments/" + ENVIRONMENT;
  }

  private static String source(String name, String modelName, String startCommand) {
    return """
    {"source":{"kind":"model_archive",%s"deployment":{"config":{"model_name":%s,
    "runtime":{"predict_concurrency":1000},
    "docker_server":{"start_command":%s,"server_port":8080,"predict_endpoint":"/predict",
    "readiness_endpoint":"/ready","liveness_endpoint":"/ready"}}}}}
    """
        .formatted(name, Json.quote(modelName), Json.quote(startCommand));
  }

  private String post(String path, String body) throws IOException {
    return expect200("POST", path, body);
  }

  private String expect200(String method, String path, String body) throws IOException {
    Http.Answer answer = management.call(method, path, body);
    if (answer.status() != 200) {
      throw new IllegalStateException(
          method + " " + path + " was answered " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    child.end();
  }
}
