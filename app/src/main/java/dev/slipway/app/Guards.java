package dev.slipway.app;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.http.PublicUrl;
import dev.slipway.api.http.RateLimits;
import dev.slipway.api.http.TrustedProxies;
import dev.slipway.app.tls.TlsFiles;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.gateway.settings.ProxyTimeouts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Encryption and rate limits of a server, and what stands in front of it.
///
/// @param tls null: the ports are not encrypted
/// @param rates how often keys may call the management API
/// @param front proxies in front of it, and what callers know it by
/// @param clientIdle after which a client's connection to the inference port is closed where it has
///   no request
record Guards(
    @Nullable TlsFiles tls, RateLimits rates, ApiSettings.Front front, Duration clientIdle) {
  /// A day.
  static final int MAX_CLIENT_IDLE_SECONDS = 86_400;

  static final Guards NONE =
      new Guards(null, RateLimits.OFF, ApiSettings.Front.NONE, ProxyTimeouts.DEFAULT.clientIdle());

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
      return new Guards(
          tls,
          RateLimits.parse(rates),
          ApiSettings.Front.NONE,
          Duration.ofSeconds(clientIdleSeconds));
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
    return new Guards(tls, rates, behind, clientIdle);
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
