package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Where a list goes on.
///
/// @param cursor null where there is no more
public record PaginationResponseV1(boolean hasMore, @Nullable String cursor) {}
