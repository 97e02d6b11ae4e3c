package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Who did what an audit-log entry tells.
///
/// @param email null where it is no user
/// @param apiKeyPrefix null where it is no key
/// @param apiKeyName null where the key has none
public record AuditLogActorV1(
    String type,
    @Nullable String email,
    @Nullable String apiKeyPrefix,
    @Nullable String apiKeyName) {}
