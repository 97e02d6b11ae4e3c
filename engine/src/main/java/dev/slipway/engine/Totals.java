package dev.slipway.engine;

import dev.slipway.domain.EnvironmentKey;

/// The number of replicas that the demand on an environment asks for.
@FunctionalInterface
interface Totals {
  /// @param known what was known last, for an environment whose demand was not measured yet
  /// @return 1 or more
  int total(EnvironmentKey environment, int known);
}
