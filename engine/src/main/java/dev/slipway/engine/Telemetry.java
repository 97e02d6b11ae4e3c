package dev.slipway.engine;

import java.time.Duration;
import java.util.List;

/// What the engine counts.
public interface Telemetry {
  /// A promotion came to `status`.
  void transition(String status);

  /// A fence was confirmed, or not, after `took`.
  void fence(Duration took, boolean confirmed);

  /// A deployment that was scaled to zero was woken.
  void woken(String deploymentId);

  /// How many replicas all deployments have now, and are to have. Each call replaces the last one.
  void replicas(List<Size> all);

  /// @param desired replicas that are written
  /// @param ready replicas that answer
  record Size(String modelId, String deploymentId, int desired, int ready) {}

  /// Something the engine did failed and will be tried again.
  void failure(String where);
}
