package dev.slipway.wire;

/// A change of the backpressure policy; null takes the policy away.
public record UpdateRequestBackpressureSettingsV1(Patch<String> policy) {}
