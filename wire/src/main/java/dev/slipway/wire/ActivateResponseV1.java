package dev.slipway.wire;

/// The answer to an activation.
public record ActivateResponseV1(boolean success) {}
