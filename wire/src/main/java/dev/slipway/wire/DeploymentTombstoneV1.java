package dev.slipway.wire;

/// A deployment that was deleted.
public record DeploymentTombstoneV1(String id, boolean deleted, String modelId) {}
