package dev.slipway.gateway;

import java.util.function.Consumer;

/// What all lanes of a gateway share.
///
/// @param demand is told the id of a deployment that sleeps and is asked for
record ProxyParts(
    LiveRoutes routes,
    GatewayClock clock,
    ProxySettings settings,
    GatewayMeters meters,
    Consumer<String> demand) {}
