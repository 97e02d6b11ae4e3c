package dev.slipway.wire;

/// An environment that was deleted.
public record EnvironmentTombstoneV1(String name, String modelId, boolean deleted) {}
