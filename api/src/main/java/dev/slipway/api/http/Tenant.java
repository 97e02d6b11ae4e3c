package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import dev.slipway.engine.catalog.Access;
import dev.slipway.wire.AccessBodies.TeamV1;
import dev.slipway.wire.AccessBodies.UserInfoV1;

/// The one team and the one user of this server, for whom every call is made.
public final class Tenant {
  /// The address of the user; nothing is ever sent to it.
  public static final String EMAIL = "owner@localhost";

  private static final String USER = "owner";

  private final Access access;
  private final String teamName;
  private final String workspaceName;

  public Tenant(Access access, String teamName, String workspaceName) {
    this.access = access;
    this.teamName = teamName;
    this.workspaceName = workspaceName;
  }

  /// Refuses another team.
  public void check(String teamId) {
    if (!teamId.equals(access.workspace().teamId())) {
      throw Problem.notFound("Team " + teamId + " does not exist.");
    }
  }

  /// Refuses a path that names another team.
  public void check(Request request) {
    check(request.value("team_id"));
  }

  public TeamV1 team() {
    var workspace = access.workspace();
    return new TeamV1(workspace.teamId(), teamName, true, workspace.createdAt());
  }

  public UserInfoV1 user() {
    return new UserInfoV1(access.workspace().userId(), EMAIL, USER, workspaceName);
  }
}
