/// Deployments and what becomes of them: life, launch, autoscaling, pure. Start reading at
/// `DeploymentMachine`.
@NullMarked
package dev.slipway.domain.deployment;

import org.jspecify.annotations.NullMarked;
