package dev.slipway.engine;

import dev.slipway.domain.Deployment;
import dev.slipway.domain.DeploymentStatus;

/// A deployment as it is written, together with the state of its replicas.
///
/// @param production it is the current deployment of its model's production environment
/// @param readyReplicas those that answer, 0 or more
public record DeploymentView(
    Deployment deployment, DeploymentStatus status, boolean production, int readyReplicas) {}
