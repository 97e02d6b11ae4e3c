package dev.slipway.gateway.settings;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Where a gateway's time and chance come from.
///
/// @param instants of the day
/// @param nanos monotonic, in nanoseconds, from any start
/// @param random for ids of requests
public record GatewayClock(InstantSource instants, LongSupplier nanos, RandomGenerator random) {}
