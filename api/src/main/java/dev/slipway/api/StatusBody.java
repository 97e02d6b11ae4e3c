package dev.slipway.api;

/// How the server is.
///
/// @param status ok or ready
record StatusBody(String status) {}
