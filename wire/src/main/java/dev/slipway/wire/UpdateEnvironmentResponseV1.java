package dev.slipway.wire;

/// An environment after a change.
///
/// @param status ACCEPTED or UNCHANGED
public record UpdateEnvironmentResponseV1(
    EnvironmentV1 environment, String status, String message) {}
