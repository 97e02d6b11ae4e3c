package dev.slipway.wire;

/// A model with the deployment that was just created.
public record CreatedModelDeploymentV1(ModelV1 model, DeploymentV1 deployment) {}
