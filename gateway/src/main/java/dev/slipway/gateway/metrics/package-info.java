/// The counters and histograms of the gateway. Start reading at `GatewayMeters`.
@NullMarked
package dev.slipway.gateway.metrics;

import org.jspecify.annotations.NullMarked;
