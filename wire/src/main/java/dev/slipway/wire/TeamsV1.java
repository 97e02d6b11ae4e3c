package dev.slipway.wire;

import java.util.List;

/// All teams.
public record TeamsV1(List<TeamV1> teams) {
  public TeamsV1 {
    teams = List.copyOf(teams);
  }
}
