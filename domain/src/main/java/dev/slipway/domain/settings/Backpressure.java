package dev.slipway.domain.settings;

/// What happens to a request that finds every replica at its concurrency.
public enum Backpressure {
  /// It waits for a place.
  QUEUE_ON_FULL,
  /// It is answered 429 at once.
  REJECT_ON_FULL
}
