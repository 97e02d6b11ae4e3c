package dev.slipway.wire;

/// The answer to a signal to a promotion.
///
/// @param success the signal was sent
public record SignalPromotionResponseV1(boolean success) {}
