package dev.slipway.wire;

/// Creates a further deployment of a model.
public record CreateModelDeploymentRequestV1(DeploymentArchiveSourceV1 source) {}
