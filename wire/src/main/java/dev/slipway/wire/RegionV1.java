package dev.slipway.wire;

/// Where replicas run.
public record RegionV1(String slug, String displayName) {}
