package dev.slipway.app.warmup;

import java.io.IOException;
import java.util.List;

/// The calls while the start-up cache is recorded: promotions and cancels too, so that the first
/// cancel of a new server meets no code that never ran.
final class Training {
  private static final List<String> QUESTIONS =
      List.of(
          "/healthz",
          "/v1/models",
          "/v1/users/me",
          "/v1/models/missing/environments/production",
          "/model/missing/environments/production/predict");

  /// A model that never becomes ready: promotions of it are cancelled while they wait.
  private static final String NEVER_READY =
      """
      {"model_name":"training","docker_server":{"start_command":"exec sleep 600",
        "server_port":8080,"predict_endpoint":"/predict","readiness_endpoint":"/ready",
        "liveness_endpoint":"/ready"}}
      """;

  private static final int PREDICTIONS = 5;

  private final Asking asking;

  Training(Asking asking) {
    this.asking = asking;
  }

  void ask(int rounds) throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      for (String path : QUESTIONS) {
        asking.get(path);
      }
    }
  }

  void promoteAndCancel(int cycles) throws IOException, InterruptedException {
    var model = asking.model("training", NEVER_READY);
    for (int i = 0; i < cycles; i++) {
      var _ = asking.cancel(model);
      asking.post(model.model() + "/deployments/" + model.deployment() + "/activate", "{}");
      asking.promote(model, model.deployment());
      asking.get(model.production());
      asking.get(model.production() + "/promotions");
    }
  }

  void rampAndCancel(int cycles) throws IOException, InterruptedException {
    var ramps = WarmUpCancels.open(asking);
    for (int i = 0; ramps != null && i < cycles; i++) { // a smaller cache is better than none
      ramps.once(PREDICTIONS);
    }
  }
}
