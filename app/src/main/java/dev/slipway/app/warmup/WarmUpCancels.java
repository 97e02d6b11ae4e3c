package dev.slipway.app.warmup;

import dev.slipway.cli.client.Inference;
import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentRequestV1;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Promotions that begin their ramp and are canceled in it, one after the other. So they run
/// through RAMPING_DOWN, the fence and CANCELED, which those of a candidate that never becomes
/// ready do not.
final class WarmUpCancels {
  static final String ENVIRONMENT = "production";

  /// Becomes ready: the JDK's own file server, if this JDK has it.
  private static final String FILE_SERVER =
      "exec '%s/bin/java' -m jdk.httpserver -b 127.0.0.1 -p $PORT"
          .formatted(System.getProperty("java.home"));

  private static final UpdateEnvironmentRequestV1 RAMP =
      new UpdateEnvironmentRequestV1(
          null, new UpdatePromotionSettingsV1(false, null, "KEEP", null, true, 600), null, null);

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long POLL_MILLIS = 5;

  private final ManagementClient client;
  private final String model;
  private final String candidate;

  private WarmUpCancels(ManagementClient client, String model, String candidate) {
    this.client = client;
    this.model = model;
    this.candidate = candidate;
  }

  static ManagementClient client(LocalServer server) {
    return ManagementClient.connect(server.management(), server.apiKey(), System::nanoTime);
  }

  /// A model's config.yaml, as JSON.
  static Map<String, ?> config(String name, String startCommand) {
    return Map.of(
        "model_name",
        name,
        "docker_server",
        Map.of(
            "start_command", startCommand,
            "server_port", 8080,
            "predict_endpoint", "/",
            "readiness_endpoint", "/",
            "liveness_endpoint", "/"));
  }

  /// Makes a model with two deployments, one of them in production.
  ///
  /// @return null where they did not become ready
  static @Nullable WarmUpCancels open(ManagementClient client) throws InterruptedException {
    var config = config("ready", FILE_SERVER);
    var made = client.createModel("ready", config);
    String model = made.model().id();
    client.update(model, ENVIRONMENT, RAMP);
    String candidate = client.createDeployment(model, config).deployment().id();
    var cancels = new WarmUpCancels(client, model, candidate);
    return cancels.becomesActive(made.deployment().id()) && cancels.becomesActive(candidate)
        ? cancels
        : null;
  }

  /// Promotes and cancels once.
  ///
  /// @return whether the ramp had begun and the cancel was answered CANCELED
  boolean once() throws InterruptedException {
    return once(() -> {});
  }

  /// Promotes, calls the model of both sides `predictions` times, and cancels.
  void once(LocalServer server, int predictions) throws InterruptedException {
    var inference = client.api().at(server.inference());
    var _ =
        once(() -> {
          for (int n = 0; n < predictions; n++) {
            inference.call("POST", Inference.environment(model, ENVIRONMENT), "{}");
          }
        });
  }

  private boolean once(Runnable inTheRamp) throws InterruptedException {
    client.promote(model, ENVIRONMENT, candidate);
    boolean began =
        comes(() -> {
          var promotion = client.environment(model, ENVIRONMENT).inProgressPromotion();
          return promotion != null && promotion.status().equals("RAMPING_UP");
        });
    inTheRamp.run();
    return client.cancel(model, ENVIRONMENT, null).status().equals("CANCELED") && began;
  }

  private boolean becomesActive(String deployment) throws InterruptedException {
    return comes(() -> client.deployment(model, deployment).status().equals("ACTIVE"));
  }

  /// @return false: it did not come within [#LIMIT_NANOS]
  private static boolean comes(BooleanSupplier state) throws InterruptedException {
    for (long from = System.nanoTime(); System.nanoTime() - from < LIMIT_NANOS; ) {
      if (state.getAsBoolean()) {
        return true;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }
}
