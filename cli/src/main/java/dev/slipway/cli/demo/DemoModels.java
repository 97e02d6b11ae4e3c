package dev.slipway.cli.demo;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Inference;
import dev.slipway.cli.client.ReceiptPath;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.push.DeploymentWait;
import dev.slipway.cli.push.PushRequest;
import dev.slipway.cli.push.Pusher;
import dev.slipway.cli.term.PromotionView;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentRequestV1;
import dev.slipway.wire.ModelBodies.CreatedModelDeploymentV1;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
    CreatedModelDeploymentV1 created =
        new Pusher(session.api(), session.terminal())
            .push(request)
            .as(CreatedModelDeploymentV1.class);
    modelId = created.model().id();
    return created.deployment().id();
  }

  /// A data directory that was used before may hold the model of an earlier demo.
  private String freeName() {
    String name = "digits";
    for (int n = 2; session.client().modelNamed(name) != null; n++) {
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
      PromotionView view = view();
      if (view.serves(deployment) && !view.running()) {
        return;
      }
      if (session.host().timing().clock().instant().isAfter(deadline)) {
        throw Failure.failed("v1 is ACTIVE but did not become production.");
      }
      session.pause(POLL);
    }
  }

  PromotionView view() {
    return new PromotionView(session.client().environment(id(), ENVIRONMENT));
  }

  int replicas(String deployment) {
    return session.client().deployment(id(), deployment).activeReplicaCount();
  }

  void setCanary(Duration ramp) {
    var settings =
        new UpdatePromotionSettingsV1(null, null, null, null, true, (int) ramp.toSeconds());
    var change = new UpdateEnvironmentRequestV1(null, settings, null, null);
    session.api().patch(Urls.environment(id(), ENVIRONMENT), change);
  }

  /// @return the candidate's id: the deployment itself or its copy
  String promote(String deployment) {
    return session.client().promote(id(), ENVIRONMENT, deployment).id();
  }

  ServerReply cancel() {
    return session.api().post(Urls.cancel(id(), ENVIRONMENT, REASON), null);
  }

  /// The receipt of the latest promotion.
  ServerReply receipt() {
    return session
        .api()
        .get(ReceiptPath.of(session.client(), id(), ENVIRONMENT, ReceiptPath.LATEST));
  }

  URI predictUrl(URI inference) {
    return inference.resolve(Inference.environment(id(), ENVIRONMENT));
  }
}
