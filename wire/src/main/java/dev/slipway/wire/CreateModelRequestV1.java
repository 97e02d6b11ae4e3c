package dev.slipway.wire;

/// Creates a model with its first deployment.
public record CreateModelRequestV1(ModelArchiveSourceV1 source) {}
