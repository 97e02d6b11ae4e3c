package dev.slipway.wire;

/// A secret that was deleted.
public record SecretTombstoneV1(String name) {}
