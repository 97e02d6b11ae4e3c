package dev.slipway.engine.port.store;

/// The key by which a repeated call is recognised.
///
/// @param caller prefix of the API key
/// @param key the Idempotency-Key that the caller chose
/// @param fingerprint of method, path, query and body
public record IdempotencyKey(String caller, String key, String fingerprint) {}
