package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Limits;
import dev.slipway.engine.catalog.Access;
import dev.slipway.engine.catalog.SecretBox;
import dev.slipway.wire.AccessBodies.SecretTombstoneV1;
import dev.slipway.wire.AccessBodies.SecretsV1;

/// Handlers of secrets.
final class SecretHandlers {
  private final SecretBox box;
  private final Access access;
  private final ToWire wire;
  private final Tenant tenant;

  SecretHandlers(SecretBox box, Access access, ToWire wire, Tenant tenant) {
    this.box = box;
    this.access = access;
    this.wire = wire;
    this.tenant = tenant;
  }

  Reply list(Request request) {
    return Reply.ok(new SecretsV1(box.ofTeam(team()).stream().map(wire::secret).toList()));
  }

  Reply listOfTeam(Request request) {
    tenant.check(request);
    return list(request);
  }

  Reply put(Request request) {
    Fields body = request.body();
    String name = body.requiredText("name", Limits.NAME);
    String value = body.requiredText("value", SecretBox.MAX_VALUE);
    return Reply.ok(wire.secret(Errors.value(box.put(team(), name, value, request.actor()))));
  }

  Reply putOfTeam(Request request) {
    tenant.check(request);
    return put(request);
  }

  Reply delete(Request request) {
    String name = request.value("secret_name");
    return Reply.ok(new SecretTombstoneV1(Errors.value(box.delete(team(), name, request.actor()))));
  }

  Reply deleteOfTeam(Request request) {
    tenant.check(request);
    return delete(request);
  }

  private String team() {
    return access.workspace().teamId();
  }
}
