package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.SettingsIn;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.catalog.EnvironmentCatalog;
import dev.slipway.wire.DeploymentBodies.ActivateResponseV1;
import dev.slipway.wire.DeploymentBodies.DeactivateResponseV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentTombstoneV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentsV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentResponseV1;

/// Handlers of environments.
final class EnvironmentHandlers {
  private final EnvironmentCatalog catalog;

  EnvironmentHandlers(EnvironmentCatalog catalog) {
    this.catalog = catalog;
  }

  Reply list(Request request) {
    var all = Errors.value(catalog.ofModel(request.model()));
    return Reply.ok(new EnvironmentsV1(all.stream().map(ToWire::environment).toList()));
  }

  Reply get(Request request) {
    return Reply.ok(ToWire.environment(Errors.value(catalog.find(request.environment()))));
  }

  Reply create(Request request) {
    Fields body = request.body();
    String name = body.requiredText("name", Limits.ENVIRONMENT);
    var key = new EnvironmentKey(request.model(), name);
    var made = Errors.value(catalog.create(key, SettingsIn.environment(body), request.actor()));
    return Reply.ok(ToWire.environment(made));
  }

  Reply update(Request request) {
    Fields body =
        request
            .body()
            .strict(
                "autoscaling_settings",
                "promotion_settings",
                "request_backpressure_settings",
                "autoscaling_schedule_settings");
    if (body.value("autoscaling_schedule_settings") != null) {
      throw Problem.notAvailable("autoscaling_schedule_settings: schedules are");
    }
    var change = SettingsIn.environment(body);
    var updated = Errors.value(catalog.update(request.environment(), change, request.actor()));
    return Reply.ok(
        new UpdateEnvironmentResponseV1(
            ToWire.environment(updated.environment()),
            updated.changed() ? "ACCEPTED" : "UNCHANGED",
            updated.changed()
                ? "The settings are stored; the replicas follow."
                : "The settings were like this already."));
  }

  Reply delete(Request request) {
    var key = Errors.value(catalog.delete(request.environment(), request.actor()));
    return Reply.ok(new EnvironmentTombstoneV1(key.name(), key.modelId(), true));
  }

  Reply activate(Request request) {
    Errors.value(catalog.activate(request.environment(), request.actor()));
    return Reply.ok(new ActivateResponseV1(true));
  }

  Reply deactivate(Request request) {
    Errors.value(catalog.deactivate(request.environment(), request.actor()));
    return Reply.ok(new DeactivateResponseV1(true));
  }
}
