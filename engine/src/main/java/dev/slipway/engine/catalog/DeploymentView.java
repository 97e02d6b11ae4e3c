package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.engine.port.runtime.ReplicaCounts.Troubles;
import org.jspecify.annotations.Nullable;

/// A deployment as it is written, together with the state of its replicas.
///
/// @param production it is the current deployment of its model's production environment
/// @param readyReplicas those that answer, 0 or more
/// @param troubles what became of its replicas' processes
public record DeploymentView(
    Deployment deployment,
    DeploymentStatus status,
    boolean production,
    int readyReplicas,
    Troubles troubles) {

  /// Why it failed, or why its replica is not ready that takes long to start; null: nothing is
  /// wrong, or it is not known.
  public @Nullable String reason() {
    var failure = deployment.phase().failure();
    var notReady = troubles.notReady();
    return failure != null || notReady == null
        ? failure
        : "A replica is not ready: " + notReady + ".";
  }
}
