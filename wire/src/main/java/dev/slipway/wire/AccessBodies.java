package dev.slipway.wire;

import dev.slipway.wire.CommonBodies.PaginationResponseV1;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about keys, secrets, teams and users.
public final class AccessBodies {
  private AccessBodies() {}

  /// A key without its secret part.
  ///
  /// @param prefix the part before the dot
  /// @param name null where none was given
  /// @param type a published key type, for example PERSONAL
  /// @param modelIds the models it is limited to; null for all
  /// @param owner always null
  /// @param createdAt an addition of newer published clients, which need it; null only at other
  ///   servers
  public record APIKeyInfoV1(
      String prefix,
      @Nullable String name,
      String type,
      @Nullable List<String> modelIds,
      @Nullable String teamName,
      @Nullable APIKeyOwnerV1 owner,
      @Nullable Instant createdAt) {
    public APIKeyInfoV1 {
      modelIds = modelIds == null ? null : List.copyOf(modelIds);
    }
  }

  /// The owner of a key.
  public record APIKeyOwnerV1(String userId, @Nullable String email, @Nullable String name) {}

  /// A key that was revoked.
  public record APIKeyTombstoneV1(String prefix) {}

  /// A key, at the one moment when it can be read.
  public record APIKeyV1(String apiKey) {
    @Override
    public String toString() {
      return "APIKeyV1[not shown]";
    }
  }

  /// All keys, oldest first.
  public record APIKeysV1(List<APIKeyInfoV1> keys) {
    public APIKeysV1 {
      keys = List.copyOf(keys);
    }
  }

  /// A secret without its value.
  public record SecretV1(String id, Instant createdAt, String name, String teamName) {}

  /// Secrets of one team, oldest first.
  public record SecretsV1(List<SecretV1> secrets) {
    public SecretsV1 {
      secrets = List.copyOf(secrets);
    }
  }

  /// A secret that was deleted.
  public record SecretTombstoneV1(String name) {}

  /// A team. The component is written with an underscore because its name on the wire is a word of
  /// the language.
  ///
  /// @param _default whether it is the team of those that name none
  public record TeamV1(String id, String name, boolean _default, Instant createdAt) {}

  /// All teams.
  public record TeamsV1(List<TeamV1> teams) {
    public TeamsV1 {
      teams = List.copyOf(teams);
    }
  }

  /// A user.
  public record UserInfoV1(
      String userId,
      @Nullable String email,
      @Nullable String name,
      @Nullable String workspaceName) {}

  /// A page of the list of users.
  public record UsersResponseV1(List<UserInfoV1> items, PaginationResponseV1 pagination) {
    public UsersResponseV1 {
      items = List.copyOf(items);
    }
  }
}
