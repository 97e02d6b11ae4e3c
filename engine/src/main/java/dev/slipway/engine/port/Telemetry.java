package dev.slipway.engine.port;

import dev.slipway.domain.deployment.DeploymentPhase;
import java.time.Duration;
import java.util.List;

/// The port through which the engine reports what is counted and logged.
public interface Telemetry {
  /// A promotion moved, and that is committed.
  void transition(Transition made);

  /// @param from status before
  /// @param to status now; the same one where only the weight changed
  /// @param candidatePercent the candidate's share of the traffic now, 0 to 100
  /// @param generation of the environment's routing
  record Transition(
      String promotionId,
      String environment,
      String from,
      String to,
      int candidatePercent,
      long generation) {}

  /// A deployment came into another phase, and that is committed.
  void phase(String deploymentId, DeploymentPhase from, DeploymentPhase to);

  /// A fence was confirmed, or not, after `took`.
  void fence(Duration took, boolean confirmed);

  /// A deployment that was scaled to zero was woken.
  void woken(String deploymentId);

  /// How many replicas all deployments have now, and are to have. Each call replaces the last one.
  void replicas(List<Size> all);

  /// @param desired replicas that are written
  /// @param ready replicas that answer
  /// @param restarts of the replicas that it has now
  record Size(String modelId, String deploymentId, int desired, int ready, int restarts) {}

  /// Work of the engine failed, and is tried again.
  void failure(String where);
}
