package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Route;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.SettingsIn;
import dev.slipway.api.input.Texts;
import dev.slipway.engine.catalog.DeploymentCatalog;
import dev.slipway.engine.catalog.DeploymentSettings;
import dev.slipway.wire.DeploymentBodies.ActivateResponseV1;
import dev.slipway.wire.DeploymentBodies.DeactivateResponseV1;
import dev.slipway.wire.DeploymentBodies.DeploymentConfigResponseV1;
import dev.slipway.wire.DeploymentBodies.DeploymentTombstoneV1;
import dev.slipway.wire.DeploymentBodies.DeploymentsV1;
import dev.slipway.wire.DeploymentBodies.RetryDeploymentResponseV1;
import dev.slipway.wire.DeploymentBodies.TerminateReplicaResponseV1;
import dev.slipway.wire.SettingsBodies.UpdateAutoscalingSettingsResponseV1;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handlers of deployments. Those that a path can name in three ways are made for one of them.
final class DeploymentHandlers {
  private static final List<String> FORMATS = List.of("both", "parsed", "raw");

  private final DeploymentCatalog catalog;
  private final DeploymentSettings settings;

  DeploymentHandlers(DeploymentCatalog catalog, DeploymentSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  Reply list(Request request) {
    String name = request.query().text("name", Limits.NAME);
    var all = Errors.value(catalog.ofModel(request.model()));
    return Reply.ok(
        new DeploymentsV1(
            all.stream()
                .filter(d -> name == null || d.deployment().name().equals(name))
                .map(ToWire::deployment)
                .toList()));
  }

  Route.Handler get(DeploymentRef ref) {
    return r ->
        Reply.ok(ToWire.deployment(Errors.value(catalog.find(r.model(), ref.id(catalog, r)))));
  }

  Reply rename(Request request) {
    Fields body = request.body().strict("name");
    String name = body.text("name", Limits.NAME);
    String id = request.value("deployment_id");
    var view =
        name == null
            ? catalog.find(request.model(), id)
            : catalog.rename(request.model(), id, name, request.actor());
    return Reply.ok(ToWire.deployment(Errors.value(view)));
  }

  Reply delete(Request request) {
    var d =
        Errors.value(
            catalog.delete(request.model(), request.value("deployment_id"), request.actor()));
    return Reply.ok(new DeploymentTombstoneV1(d.id(), true, d.modelId()));
  }

  Route.Handler activate(DeploymentRef ref) {
    return r -> {
      Errors.value(catalog.activate(r.model(), ref.id(catalog, r), r.actor()));
      return Reply.ok(new ActivateResponseV1(true));
    };
  }

  Route.Handler deactivate(DeploymentRef ref) {
    return r -> {
      Errors.value(catalog.deactivate(r.model(), ref.id(catalog, r), r.actor()));
      return Reply.ok(new DeactivateResponseV1(true));
    };
  }

  Route.Handler retry(DeploymentRef ref) {
    return r -> {
      var done = Errors.value(catalog.retry(r.model(), ref.id(catalog, r), r.actor()));
      return Reply.ok(
          new RetryDeploymentResponseV1(
              done.retried(), done.reason(), ToWire.deployment(done.deployment())));
    };
  }

  Route.Handler autoscaling(DeploymentRef ref) {
    return r -> {
      var change = SettingsIn.autoscaling(r.body());
      var done =
          Errors.value(settings.autoscaling(r.model(), ref.id(catalog, r), change, r.actor()));
      return Reply.ok(
          done.changed()
              ? new UpdateAutoscalingSettingsResponseV1("ACCEPTED", stored(done.environment()))
              : new UpdateAutoscalingSettingsResponseV1(
                  "UNCHANGED", "The settings were like this already."));
    };
  }

  private static String stored(@Nullable String environment) {
    return environment == null
        ? "The settings are stored; the replicas follow."
        : "The settings are stored, as those of environment %s too, which the deployment serves; the replicas follow."
            .formatted(environment);
  }

  Reply backpressure(Request request) {
    var policy = SettingsIn.policy(request.body());
    String id = request.value("deployment_id");
    var done =
        Errors.value(settings.backpressure(request.model(), id, policy::applied, request.actor()));
    return Reply.ok(ToWire.backpressure(done.deployment().placement().backpressure()));
  }

  Reply config(Request request) {
    String given = request.query().given("output_format", Limits.NAME);
    String format = given == null ? "both" : given;
    if (!FORMATS.contains(format)) {
      throw Problem.invalid(
          "output_format: \"%s\" (expected: %s)"
              .formatted(Texts.cut(format), String.join(", ", FORMATS)));
    }
    var source =
        Errors.value(catalog.find(request.model(), request.value("deployment_id")))
            .deployment()
            .source();
    return Reply.ok(
        new DeploymentConfigResponseV1(
            format.equals("raw") ? null : Json.stored(source.config()),
            format.equals("parsed") ? null : source.rawConfig()));
  }

  Reply endReplica(Request request) {
    Errors.value(
        catalog.terminateReplica(
            request.model(),
            request.value("deployment_id"),
            request.value("replica_id"),
            request.actor()));
    return Reply.ok(new TerminateReplicaResponseV1(true));
  }
}
