package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Limits;
import dev.slipway.api.upload.ModelCreation;
import dev.slipway.engine.Engine;
import dev.slipway.engine.catalog.ModelView;
import dev.slipway.wire.ModelBodies.ModelTombstoneV1;
import dev.slipway.wire.ModelBodies.ModelsV1;
import java.util.List;

/// Handlers of models.
final class ModelHandlers {
  private final Engine engine;
  private final ToWire wire;
  private final ModelCreation modelCreation;
  private final Tenant tenant;

  ModelHandlers(Engine engine, ToWire wire, ModelCreation modelCreation, Tenant tenant) {
    this.engine = engine;
    this.wire = wire;
    this.modelCreation = modelCreation;
    this.tenant = tenant;
  }

  Reply list(Request request) {
    String name = request.query().text("name", Limits.NAME);
    List<ModelView> all = engine.models().all();
    return Reply.ok(
        new ModelsV1(
            all.stream()
                .filter(m -> name == null || m.model().name().equals(name))
                .map(wire::model)
                .toList()));
  }

  Reply listOfTeam(Request request) {
    tenant.check(request);
    return list(request);
  }

  Reply get(Request request) {
    return Reply.ok(wire.model(Errors.value(engine.models().find(request.model()))));
  }

  Reply rename(Request request) {
    String name = request.body().strict("name").text("name", Limits.NAME);
    var view =
        name == null
            ? engine.models().find(request.model())
            : engine.models().rename(request.model(), name, request.actor());
    return Reply.ok(wire.model(Errors.value(view)));
  }

  Reply delete(Request request) {
    var deleted = Errors.value(engine.models().delete(request.model(), request.actor()));
    return Reply.ok(new ModelTombstoneV1(deleted.id(), true));
  }

  Reply create(Request request) {
    return Reply.ok(wire.created(modelCreation.createModel(request)));
  }

  Reply createOfTeam(Request request) {
    tenant.check(request);
    return create(request);
  }

  Reply push(Request request) {
    return Reply.ok(wire.created(modelCreation.createDeployment(request)));
  }
}
