package dev.slipway.api;

/// Refusal of a call that came too soon; as published, in another shape than all other refusals.
///
/// @param retryAfter seconds until the next call may come, 1 or more
record RateLimitBody(String error, long retryAfter) {}
