package dev.slipway.wire;

/// Every refusal of the management API.
///
/// @param code for example VALIDATION_ERROR
/// @param message what was wrong, what was expected, what to do
public record ErrorBody(String code, String message) {}
