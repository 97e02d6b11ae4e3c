package dev.slipway.engine;

import java.time.Duration;

/// What the engine counts.
public interface Telemetry {
  /// A promotion came to `status`.
  void transition(String status);

  /// A fence was confirmed, or not, after `took`.
  void fence(Duration took, boolean confirmed);

  /// Something the engine did failed and will be tried again.
  void failure(String where);
}
