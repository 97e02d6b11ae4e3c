package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// What happens to a request that finds every replica busy.
///
/// @param policy QUEUE_ON_FULL or REJECT_ON_FULL; null where none is set
public record RequestBackpressureSettingsV1(@Nullable String policy) {}
