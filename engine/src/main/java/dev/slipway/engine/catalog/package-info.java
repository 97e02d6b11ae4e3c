/// Models, deployments, environments, secrets and keys: one transaction a call. Start reading at
/// `DeploymentCatalog`.
@NullMarked
package dev.slipway.engine.catalog;

import org.jspecify.annotations.NullMarked;
