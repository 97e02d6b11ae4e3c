package dev.slipway.engine.routing;

/// The proof that a fence held: every live gateway routes by this table or a newer one, and nothing
/// that was picked under an older one can still be sent.
///
/// @param revision of the table, 1 or more
public record Confirmation(long revision) {}
