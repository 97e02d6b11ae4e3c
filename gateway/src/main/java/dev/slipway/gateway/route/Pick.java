package dev.slipway.gateway.route;

/// The result of looking for a place on a replica.
public sealed interface Pick permits Lease, Pick.Full, Refused {

  /// Every replica is at its concurrency, or the deployment sleeps and has none yet.
  record Full(CompiledTable.Side side) implements Pick {}
}
