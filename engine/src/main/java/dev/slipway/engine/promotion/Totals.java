package dev.slipway.engine.promotion;

import dev.slipway.domain.environment.EnvironmentKey;

/// The number of replicas that the demand on an environment asks for.
@FunctionalInterface
public interface Totals {
  /// @param known what was known last, for an environment whose demand was not measured yet
  /// @return 1 or more
  int total(EnvironmentKey environment, int known);
}
