package dev.slipway.gateway;

/// A body, or why there can be none.
sealed interface BodyReading permits Body, Refusal {}
