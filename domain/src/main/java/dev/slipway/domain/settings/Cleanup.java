package dev.slipway.domain.settings;

/// What becomes of the losing side's replicas when a promotion ends (`promotion_cleanup_strategy`).
public enum Cleanup {
  /// Its replicas stay.
  KEEP,
  /// Its replicas are drained and stopped; it can be woken again.
  SCALE_TO_ZERO,
  /// Its replicas are drained and stopped; inference answers 404 until it is activated.
  DEACTIVATE
}
