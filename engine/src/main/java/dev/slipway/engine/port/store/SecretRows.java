package dev.slipway.engine.port.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of secrets.
public interface SecretRows {
  /// Writes the secret, over an older one of the same name and team.
  void put(Secret secret);

  @Nullable Secret find(String teamId, String name);

  /// The secrets of a team, oldest first.
  List<Secret> ofTeam(String teamId);

  /// @return false where there was none
  boolean delete(String teamId, String name);
}
