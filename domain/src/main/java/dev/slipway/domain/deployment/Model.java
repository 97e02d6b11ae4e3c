package dev.slipway.domain.deployment;

import java.time.Instant;

/// A model: a name under which deployments and environments live.
///
/// @param id eight characters of a-z and 0-9
/// @param name unique inside its team, 1 to 255 characters
/// @param downloadDisabled its archives are never handed out; fixed at creation
public record Model(
    String id, String name, String teamId, Instant createdAt, boolean downloadDisabled) {
  public Model withName(String other) {
    return new Model(id, other, teamId, createdAt, downloadDisabled);
  }
}
