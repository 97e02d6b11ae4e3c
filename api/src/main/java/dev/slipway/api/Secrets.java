package dev.slipway.api;

import dev.slipway.engine.Access;
import dev.slipway.engine.SecretBox;
import dev.slipway.wire.AccessBodies.SecretTombstoneV1;
import dev.slipway.wire.AccessBodies.SecretsV1;

/// Handlers of secrets.
final class Secrets {
  private final SecretBox box;
  private final Access access;
  private final ToWire wire;
  private final Teams teams;

  Secrets(SecretBox box, Access access, ToWire wire, Teams teams) {
    this.box = box;
    this.access = access;
    this.wire = wire;
    this.teams = teams;
  }

  Reply list(Request request) {
    return Reply.ok(new SecretsV1(box.ofTeam(team()).stream().map(wire::secret).toList()));
  }

  Reply listOfTeam(Request request) {
    teams.check(request);
    return list(request);
  }

  Reply put(Request request) {
    Fields body = request.body();
    String name = body.requiredText("name", Limits.NAME);
    String value = body.requiredText("value", SecretBox.MAX_VALUE);
    return Reply.ok(wire.secret(Errors.value(box.put(team(), name, value, request.actor()))));
  }

  Reply putOfTeam(Request request) {
    teams.check(request);
    return put(request);
  }

  Reply delete(Request request) {
    String name = request.value("secret_name");
    return Reply.ok(new SecretTombstoneV1(Errors.value(box.delete(team(), name, request.actor()))));
  }

  Reply deleteOfTeam(Request request) {
    teams.check(request);
    return delete(request);
  }

  private String team() {
    return access.workspace().teamId();
  }
}
