package dev.slipway.gateway;

import io.vertx.core.net.ServerSSLOptions;
import java.security.cert.X509Certificate;

/// How the inference port is encrypted.
///
/// @param leaf the certificate that clients see, of those in `options`
public record GatewayTls(ServerSSLOptions options, X509Certificate leaf) {}
