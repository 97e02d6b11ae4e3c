package dev.slipway.wire;

/// A key that was revoked.
public record APIKeyTombstoneV1(String prefix) {}
