package dev.slipway.wire;

/// What became of a change.
///
/// @param status ACCEPTED, QUEUED or UNCHANGED
public record UpdateAutoscalingSettingsResponseV1(String status, String message) {}
