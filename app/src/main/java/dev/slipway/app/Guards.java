package dev.slipway.app;

import dev.slipway.api.http.RateLimits;
import dev.slipway.app.tls.TlsFiles;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.gateway.settings.ProxyTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Encryption and limits of a server's ports.
///
/// @param tls null: the ports are not encrypted
/// @param rates how often keys may call the management API
/// @param clientIdle after which a client's connection to the inference port is closed where it has
///   no request
record Guards(@Nullable TlsFiles tls, RateLimits rates, Duration clientIdle) {
  static final Guards NONE = new Guards(null, RateLimits.OFF, ProxyTimeouts.DEFAULT.clientIdle());

  /// A day.
  static final int MAX_CLIENT_IDLE_SECONDS = 86_400;

  /// Reads the options of `serve`.
  ///
  /// @param cert empty: not given
  /// @param key empty: not given
  /// @throws Failure wrong usage
  static Guards of(String cert, String key, String rates, int clientIdleSeconds) {
    if (clientIdleSeconds < 1 || clientIdleSeconds > MAX_CLIENT_IDLE_SECONDS) {
      throw new Failure(
          Exit.USAGE,
          "--client-idle-seconds: %d (expected: 1 to %d)"
              .formatted(clientIdleSeconds, MAX_CLIENT_IDLE_SECONDS));
    }
    if (cert.isEmpty() != key.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          "%s: missing (expected: --tls-cert and --tls-key together)"
              .formatted(cert.isEmpty() ? "--tls-cert" : "--tls-key"));
    }
    try {
      var tls = cert.isEmpty() ? null : new TlsFiles(Path.of(cert), Path.of(key));
      return new Guards(tls, RateLimits.parse(rates), Duration.ofSeconds(clientIdleSeconds));
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--rate-limits: " + e.getMessage(), e);
    }
  }
}
