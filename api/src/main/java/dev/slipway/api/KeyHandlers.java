package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.engine.catalog.Access;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.wire.AccessBodies.APIKeyTombstoneV1;
import dev.slipway.wire.AccessBodies.APIKeyV1;
import dev.slipway.wire.AccessBodies.APIKeysV1;
import java.util.List;

/// Handlers of API keys.
final class KeyHandlers {
  private final Access access;
  private final ToWire wire;
  private final Tenant tenant;

  KeyHandlers(Access access, ToWire wire, Tenant tenant) {
    this.access = access;
    this.wire = wire;
    this.tenant = tenant;
  }

  Reply list(Request request) {
    return Reply.ok(new APIKeysV1(access.keys().stream().map(wire::key).toList()));
  }

  Reply create(Request request) {
    Fields body = request.body();
    ApiKey.Type type = body.requiredChoice("type", ApiKey.Type.class);
    String team = body.text("team_id", Limits.ID);
    if (team != null) {
      tenant.check(team);
    }
    List<String> models = body.texts("model_ids", Limits.KEY_MODELS, Limits.ID);
    if (type.mayManage() && !request.caller().type().mayManage()) {
      throw Problem.forbidden(
          "API key %s may manage keys but not models, and cannot make a key of type %s that may."
              .formatted(request.caller().prefix(), type));
    }
    var fresh =
        Errors.value(
            access.create(
                body.text("name", Access.MAX_NAME),
                type,
                models,
                access.workspace().teamId(),
                request.actor()));
    return Reply.ok(new APIKeyV1(fresh.secret()));
  }

  Reply createOfTeam(Request request) {
    tenant.check(request);
    return create(request);
  }

  Reply revoke(Request request) {
    String prefix = request.value("api_key_prefix");
    return Reply.ok(new APIKeyTombstoneV1(Errors.value(access.revoke(prefix, request.actor()))));
  }
}
