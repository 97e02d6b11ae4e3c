package dev.slipway.engine;

/// The answer to a cancel.
///
/// @param promotionId the promotion that was cancelled
/// @param canceled true: CANCELED, every gateway has confirmed; false: RAMPING_DOWN
public record CancelAnswer(String promotionId, boolean canceled, String message) {}
