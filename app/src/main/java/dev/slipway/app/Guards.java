package dev.slipway.app;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.http.PublicUrl;
import dev.slipway.api.http.RateLimits;
import dev.slipway.api.http.TrustedProxies;
import dev.slipway.app.tls.TlsFiles;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Encryption and rate limits of a server, and what stands in front of it.
///
/// @param tls null: the ports are not encrypted
/// @param rates how often keys may call the management API
/// @param front proxies in front of it, and what callers know it by
record Guards(@Nullable TlsFiles tls, RateLimits rates, ApiSettings.Front front) {
  static final Guards NONE = new Guards(null, RateLimits.OFF, ApiSettings.Front.NONE);

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
      return new Guards(tls, RateLimits.parse(rates), ApiSettings.Front.NONE);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--rate-limits: " + e.getMessage(), e);
    }
  }

  /// Reads the options of `serve` about proxies.
  ///
  /// @param publicUrl empty: not given
  /// @param publicInferenceUrl empty: not given
  /// @throws Failure wrong usage
  Guards behind(String publicUrl, String publicInferenceUrl, String proxies) {
    var behind =
        new ApiSettings.Front(
            url("--public-url", publicUrl),
            url("--public-inference-url", publicInferenceUrl),
            read("--trusted-proxies", proxies, TrustedProxies::parse));
    return new Guards(tls, rates, behind);
  }

  private static @Nullable URI url(String flag, String given) {
    return given.isEmpty() ? null : read(flag, given, PublicUrl::parse);
  }

  private static <T> T read(String flag, String given, Function<String, T> reader) {
    try {
      return reader.apply(given);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, flag + ": " + e.getMessage(), e);
    }
  }
}
