package dev.slipway.wire;

/// The answer to a cancel.
///
/// @param status CANCELED or RAMPING_DOWN
public record CancelPromotionResponseV1(String status, String message) {}
