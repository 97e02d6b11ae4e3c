package dev.slipway.wire;

/// A size of replica with its price.
///
/// @param price US dollars a minute
public record InstanceTypeWithPriceV1(InstanceTypeV1 instanceType, double price) {}
