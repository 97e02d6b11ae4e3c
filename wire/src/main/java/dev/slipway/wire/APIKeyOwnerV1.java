package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Whose key it is.
public record APIKeyOwnerV1(String userId, @Nullable String email, @Nullable String name) {}
