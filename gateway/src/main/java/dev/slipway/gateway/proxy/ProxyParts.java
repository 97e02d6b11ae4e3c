package dev.slipway.gateway.proxy;

import dev.slipway.gateway.metrics.GatewayMeters;
import dev.slipway.gateway.route.LiveRoutes;
import dev.slipway.gateway.settings.GatewayClock;
import dev.slipway.gateway.settings.ProxySettings;
import java.util.function.Consumer;

/// The parts of a gateway that all its lanes share.
///
/// @param demand is told the id of a deployment that sleeps and is asked for
public record ProxyParts(
    LiveRoutes routes,
    GatewayClock clock,
    ProxySettings settings,
    GatewayMeters meters,
    Consumer<String> demand) {}
