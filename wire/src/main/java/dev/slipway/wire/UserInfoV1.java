package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A user.
public record UserInfoV1(
    String userId, @Nullable String email, @Nullable String name, @Nullable String workspaceName) {}
