package dev.slipway.engine.port.store;

/// By what a repeated call is known.
///
/// @param caller prefix of the API key
/// @param key the Idempotency-Key that the caller chose
/// @param fingerprint of method, path, query and body
public record IdempotencyKey(String caller, String key, String fingerprint) {}
