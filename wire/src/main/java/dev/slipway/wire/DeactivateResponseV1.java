package dev.slipway.wire;

/// The answer to a deactivation.
public record DeactivateResponseV1(boolean success) {}
