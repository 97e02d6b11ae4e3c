package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A change of a model; null leaves its name as it is.
public record UpdateModelRequestV1(@Nullable String name) {}
