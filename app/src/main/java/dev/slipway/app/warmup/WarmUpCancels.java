package dev.slipway.app.warmup;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Promotions that begin their ramp and are canceled in it, one after the other. So they run
/// through RAMPING_DOWN, the fence and CANCELED, which those of a candidate that never becomes
/// ready do not.
final class WarmUpCancels {
  /// A model that becomes ready: the JDK's own file server, where this JDK has it.
  private static final String READY_CONFIG =
      """
      {"model_name":"ready","docker_server":{"start_command":
        "exec '%s/bin/java' -m jdk.httpserver -b 127.0.0.1 -p $PORT",
        "server_port":8080,"predict_endpoint":"/","readiness_endpoint":"/",
        "liveness_endpoint":"/"}}
      """
          .formatted(System.getProperty("java.home"));

  private static final String SETTINGS =
      """
      {"promotion_settings":{"ramp_up_while_promoting":true,"ramp_up_duration_seconds":600,
        "redeploy_on_promotion":false,"promotion_cleanup_strategy":"KEEP"}}
      """;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK_MILLIS = 5;

  private final Asking asking;
  private final Asking.Made model;
  private final String candidate;

  private WarmUpCancels(Asking asking, Asking.Made model, String candidate) {
    this.asking = asking;
    this.model = model;
    this.candidate = candidate;
  }

  /// Makes a model with two deployments, one in production.
  ///
  /// @return null where they did not become ready
  static @Nullable WarmUpCancels open(Asking asking) throws IOException, InterruptedException {
    var model = asking.model("ready", READY_CONFIG);
    asking.send("PATCH", model.production(), SETTINGS);
    String candidate = asking.deployment(model, READY_CONFIG);
    var ramps = new WarmUpCancels(asking, model, candidate);
    return ramps.comes(model.model() + "/deployments/" + model.deployment(), "\"ACTIVE\"")
            && ramps.comes(model.model() + "/deployments/" + candidate, "\"ACTIVE\"")
        ? ramps
        : null;
  }

  /// One promotion, `predictions` to both sides in its ramp, and its cancel.
  ///
  /// @return whether the ramp had begun and the cancel was answered CANCELED
  boolean once(int predictions) throws IOException, InterruptedException {
    asking.promote(model, candidate);
    boolean began = comes(model.production(), "\"RAMPING_UP\"");
    for (int n = 0; n < predictions; n++) {
      asking.post("/model/" + model.modelId() + "/environments/production/predict", "{}");
    }
    return asking.cancel(model).contains("\"CANCELED\"") && began;
  }

  /// Waits until the answer has the words in it.
  private boolean comes(String path, String words) throws IOException, InterruptedException {
    for (long from = System.nanoTime(); System.nanoTime() - from < LIMIT_NANOS; ) {
      if (asking.get(path).contains(words)) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }
}
