package dev.slipway.app.warmup;

import static dev.slipway.app.warmup.WarmUpCancels.ENVIRONMENT;

import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.wire.EnvironmentBodies.PromoteToEnvironmentRequestV1;
import java.util.List;

/// The calls while the start-up cache is recorded: promotions and cancels too, so that the first
/// cancel of a new server meets no code that never ran.
final class Training {
  private static final List<String> QUESTIONS =
      List.of(
          "/healthz", "/v1/models", "/v1/users/me", "/v1/models/missing/environments/production");

  /// Never becomes ready: promotions of it are canceled while they wait.
  private static final String NEVER_READY = "exec sleep 600";

  private static final int PREDICTIONS = 5;

  private final ManagementClient client;
  private final LocalServer server;

  Training(ManagementClient client, LocalServer server) {
    this.client = client;
    this.server = server;
  }

  void ask(int rounds) {
    var inference = client.api().at(server.inference());
    for (int i = 0; i < rounds; i++) {
      QUESTIONS.forEach(path -> client.api().call("GET", path, null));
      inference.call("GET", "/model/missing/environments/production/predict", "");
    }
  }

  /// Refusals do not matter here: they are answers too.
  void promoteAndCancel(int cycles) {
    var made = client.createModel("training", WarmUpCancels.config("training", NEVER_READY));
    String model = made.model().id();
    String deployment = made.deployment().id();
    String promote = WireJson.write(new PromoteToEnvironmentRequestV1(deployment, null, null));
    for (int i = 0; i < cycles; i++) {
      post(Urls.cancel(model, ENVIRONMENT, null), "{}");
      post(Urls.deployment(model, deployment) + "/activate", "{}");
      post(Urls.promote(model, ENVIRONMENT), promote);
      client.environment(model, ENVIRONMENT);
      client.promotions(model, ENVIRONMENT);
    }
  }

  private void post(String path, String body) {
    client.api().call("POST", path, body);
  }

  void rampAndCancel(int cycles) throws InterruptedException {
    var cancels = WarmUpCancels.open(client);
    for (int i = 0; cancels != null && i < cycles; i++) { // a smaller cache is better than none
      cancels.once(server, PREDICTIONS);
    }
  }
}
