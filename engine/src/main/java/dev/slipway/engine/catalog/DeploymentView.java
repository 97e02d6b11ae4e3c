package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentStatus;

/// A deployment as it is written, together with the state of its replicas.
///
/// @param production it is the current deployment of its model's production environment
/// @param readyReplicas those that answer, 0 or more
public record DeploymentView(
    Deployment deployment, DeploymentStatus status, boolean production, int readyReplicas) {}
