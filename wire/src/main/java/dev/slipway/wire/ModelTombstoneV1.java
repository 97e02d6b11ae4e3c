package dev.slipway.wire;

/// A model that was deleted.
public record ModelTombstoneV1(String id, boolean deleted) {}
