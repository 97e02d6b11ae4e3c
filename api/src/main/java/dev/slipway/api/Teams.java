package dev.slipway.api;

import dev.slipway.engine.Access;
import dev.slipway.wire.AccessBodies.TeamV1;
import dev.slipway.wire.AccessBodies.TeamsV1;
import dev.slipway.wire.AccessBodies.UserInfoV1;
import dev.slipway.wire.AccessBodies.UsersResponseV1;
import dev.slipway.wire.CommonBodies.PaginationResponseV1;
import dev.slipway.wire.PlatformBodies.RegionsV1;
import java.util.List;

/// Handlers of teams and users. There is one of each.
final class Teams {
  /// The address of the one user; nothing is ever sent to it.
  static final String EMAIL = "owner@localhost";

  private static final String USER = "owner";
  private static final int MAX_PAGE = 1000;

  private final Access access;
  private final ApiSettings settings;

  Teams(Access access, ApiSettings settings) {
    this.access = access;
    this.settings = settings;
  }

  /// Refuses a path that names another team.
  void check(Request request) {
    check(request.value("team_id"));
  }

  void check(String id) {
    if (!id.equals(access.workspace().teamId())) {
      throw Problem.notFound("Team " + id + " does not exist.");
    }
  }

  Reply list(Request request) {
    String name = request.query().text("name", Limits.NAME);
    boolean fits = name == null || name.equals(settings.teamName());
    return Reply.ok(new TeamsV1(fits ? List.of(team()) : List.of()));
  }

  Reply get(Request request) {
    check(request);
    return Reply.ok(team());
  }

  TeamV1 team() {
    var workspace = access.workspace();
    return new TeamV1(workspace.teamId(), settings.teamName(), true, workspace.createdAt());
  }

  /// A team is offered what the installation has.
  Reply regions(Request request) {
    check(request);
    return Reply.ok(new RegionsV1(List.of(ToWire.REGION)));
  }

  Reply users(Request request) {
    String email = request.query().text("email", Limits.NAME);
    String cursor = request.query().text("cursor", Limits.ID);
    Numbers.of(request.query(), "limit", 1, MAX_PAGE);
    if (cursor != null) {
      throw Problem.invalid("cursor: not one of this server's (expected: none)");
    }
    boolean fits = email == null || email.equals(EMAIL);
    return Reply.ok(
        new UsersResponseV1(
            fits ? List.of(user()) : List.of(), new PaginationResponseV1(false, null)));
  }

  Reply me(Request request) {
    return Reply.ok(user());
  }

  Reply userById(Request request) {
    String id = request.value("user_id");
    if (!id.equals(access.workspace().userId())) {
      throw Problem.notFound("User " + id + " does not exist.");
    }
    return Reply.ok(user());
  }

  UserInfoV1 user() {
    return new UserInfoV1(access.workspace().userId(), EMAIL, USER, settings.workspaceName());
  }
}
