package dev.slipway.gateway;

/// What came of looking for a replica.
sealed interface Pick permits Lease, Pick.Full, Refusal {

  /// Every replica is at its concurrency, or the deployment sleeps and has none yet.
  record Full(Table.Side side) implements Pick {}
}
