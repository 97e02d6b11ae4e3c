package dev.slipway.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The demo's model: its two versions, its environment, its promotion.
final class DemoModels {
  static final String ENVIRONMENT = "production";
  static final String REASON = "slipway demo: taking the canary back half-way";

  /// How long v1 may take from ACTIVE to being production.
  static final Duration CURRENT_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(200);

  private final CommandSession session;
  private final Path digits;
  private @Nullable String modelId;

  DemoModels(CommandSession session, Path digits) {
    this.session = session;
    this.digits = digits;
  }

  /// Pushes a version of the model.
  ///
  /// @return its deployment id
  String push(String version) {
    String name = modelId == null ? freeName() : null;
    var request = new PushRequest(digits.resolve(version), name, modelId, null, version, false);
    JsonNode created = new Pusher(session.api(), session.terminal()).push(request).json();
    modelId = WireJson.text(created.path("model"), "id");
    return WireJson.text(created.path("deployment"), "id");
  }

  /// A data directory that was used before may hold the model of an earlier demo.
  private String freeName() {
    String name = "digits";
    for (int n = 2; new Refs(session.api()).modelNamed(name) != null; n++) {
      name = "digits-" + n;
    }
    return name;
  }

  String id() {
    if (modelId == null) {
      throw new IllegalStateException("no model (expected: one was pushed)");
    }
    return modelId;
  }

  void awaitProduction(String deployment) {
    new DeploymentWait(session, id(), deployment).untilActive();
    Instant deadline = session.host().timing().clock().instant().plus(CURRENT_TIMEOUT);
    while (true) {
      JsonNode e = environment();
      boolean current = WireJson.text(e.path("current_deployment"), "id").equals(deployment);
      if (current && !PromotionView.of(e).running()) {
        return;
      }
      if (session.host().timing().clock().instant().isAfter(deadline)) {
        throw Failure.failed("v1 is ACTIVE but did not become production.");
      }
      session.pause(POLL);
    }
  }

  JsonNode environment() {
    return session.api().get(Urls.environment(id(), ENVIRONMENT)).json();
  }

  long replicas(String deployment) {
    JsonNode d = session.api().get(Urls.deployment(id(), deployment)).json();
    return WireJson.number(d, "active_replica_count");
  }

  void setCanary(Duration ramp) {
    ObjectNode settings =
        WireJson.object()
            .put("ramp_up_while_promoting", true)
            .put("ramp_up_duration_seconds", ramp.toSeconds());
    ObjectNode body = WireJson.object();
    body.set("promotion_settings", settings);
    session.api().patch(Urls.environment(id(), ENVIRONMENT), body);
  }

  /// @return the candidate's id: the deployment itself or its copy
  String promote(String deployment) {
    ObjectNode body = WireJson.object().put("deployment_id", deployment);
    ServerReply reply = session.api().post(Urls.environment(id(), ENVIRONMENT) + "/promote", body);
    return WireJson.text(reply.json(), "id");
  }

  ServerReply cancel() {
    return CancelCommand.call(session.api(), id(), ENVIRONMENT, REASON);
  }

  ServerReply receipt() {
    return Receipts.fetch(session.api(), id(), ENVIRONMENT, Receipts.LATEST);
  }

  URI predictUrl(URI inference) {
    return inference.resolve(Inference.environment(id(), ENVIRONMENT));
  }
}
