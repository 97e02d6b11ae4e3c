package dev.slipway.gateway.settings;

import io.vertx.core.net.ServerSSLOptions;
import org.jspecify.annotations.Nullable;

/// The configuration of every lane, fixed at its start.
///
/// @param host address to listen on
/// @param port as Vert.x reads it: a negative one is a free port that all lanes share
/// @param tls null: the port is not encrypted
public record ProxySettings(
    String host,
    int port,
    @Nullable ServerSSLOptions tls,
    ProxyLimits limits,
    ProxyTimeouts timeouts) {}
