package dev.slipway.api;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Numbers;
import dev.slipway.api.input.Problem;
import dev.slipway.wire.AccessBodies.TeamsV1;
import dev.slipway.wire.AccessBodies.UsersResponseV1;
import dev.slipway.wire.CommonBodies.PaginationResponseV1;
import dev.slipway.wire.PlatformBodies.RegionsV1;
import java.util.List;

/// Handlers of teams and users. There is one of each.
final class TeamHandlers {
  private static final int MAX_PAGE = 1000;

  private final Tenant tenant;

  TeamHandlers(Tenant tenant) {
    this.tenant = tenant;
  }

  Reply list(Request request) {
    String name = request.query().text("name", Limits.NAME);
    boolean fits = name == null || name.equals(tenant.team().name());
    return Reply.ok(new TeamsV1(fits ? List.of(tenant.team()) : List.of()));
  }

  Reply get(Request request) {
    tenant.check(request);
    return Reply.ok(tenant.team());
  }

  /// A team is offered what the installation has.
  Reply regions(Request request) {
    tenant.check(request);
    return Reply.ok(new RegionsV1(List.of(ToWire.REGION)));
  }

  Reply users(Request request) {
    String email = request.query().text("email", Limits.NAME);
    String cursor = request.query().text("cursor", Limits.ID);
    Numbers.of(request.query(), "limit", 1, MAX_PAGE);
    if (cursor != null) {
      throw Problem.invalid("cursor: not one of this server's (expected: none)");
    }
    boolean fits = email == null || email.equals(Tenant.EMAIL);
    return Reply.ok(
        new UsersResponseV1(
            fits ? List.of(tenant.user()) : List.of(), new PaginationResponseV1(false, null)));
  }

  Reply me(Request request) {
    return Reply.ok(tenant.user());
  }

  Reply userById(Request request) {
    String id = request.value("user_id");
    if (!id.equals(tenant.user().userId())) {
      throw Problem.notFound("User " + id + " does not exist.");
    }
    return Reply.ok(tenant.user());
  }
}
