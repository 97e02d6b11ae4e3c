package dev.slipway.app;

import dev.slipway.api.http.RateLimits;
import dev.slipway.app.tls.TlsFiles;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Encryption and rate limits of a server.
///
/// @param tls null: the ports are not encrypted
/// @param rates how often keys may call the management API
record Guards(@Nullable TlsFiles tls, RateLimits rates) {
  static final Guards NONE = new Guards(null, RateLimits.OFF);

  /// Reads the options of `serve`.
  ///
  /// @param cert empty: not given
  /// @param key empty: not given
  /// @throws Failure wrong usage
  static Guards of(String cert, String key, String rates) {
    if (cert.isEmpty() != key.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          "%s: missing (expected: --tls-cert and --tls-key together)"
              .formatted(cert.isEmpty() ? "--tls-cert" : "--tls-key"));
    }
    try {
      var tls = cert.isEmpty() ? null : new TlsFiles(Path.of(cert), Path.of(key));
      return new Guards(tls, RateLimits.parse(rates));
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--rate-limits: " + e.getMessage(), e);
    }
  }
}
