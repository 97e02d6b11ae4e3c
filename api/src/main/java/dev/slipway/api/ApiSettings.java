package dev.slipway.api;

import dev.slipway.api.http.RateLimits;
import dev.slipway.api.http.TrustedProxies;
import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How the management API is served.
///
/// @param front what callers know this server by
/// @param maxArchiveBytes the largest archive that is taken, 1 or more
/// @param rates how often keys may call
public record ApiSettings(
    Listener listener, Front front, long maxArchiveBytes, TenantNames names, RateLimits rates) {
  /// The largest archive, where nothing else is set: 8 GiB.
  public static final long DEFAULT_MAX_ARCHIVE_BYTES = 8L << 30;

  /// The port that is opened.
  ///
  /// @param host the address to listen on
  /// @param port 0 to 65535; 0: one that is free
  /// @param tls null: the port is not encrypted
  public record Listener(String host, int port, @Nullable ServerSSLOptions tls) {}

  /// What stands in front of this server.
  ///
  /// @param url scheme, host and port in front of the addresses that answers hold; null: those
  ///   under which the caller came
  /// @param inferenceUrl the same of the gateway; null: its port on the host of `url`
  /// @param proxies those whose `X-Forwarded-…` headers are believed
  public record Front(@Nullable URI url, @Nullable URI inferenceUrl, TrustedProxies proxies) {
    public static final Front NONE = new Front(null, null, TrustedProxies.NONE);
  }

  /// @param team name of the one team
  /// @param workspace name of the workspace
  public record TenantNames(String team, String workspace) {
    public static final TenantNames DEFAULT = new TenantNames("default", "slipway");
  }

  /// The defaults on this address.
  public static ApiSettings on(String host, int port) {
    return new ApiSettings(
        new Listener(host, port, null),
        Front.NONE,
        DEFAULT_MAX_ARCHIVE_BYTES,
        TenantNames.DEFAULT,
        RateLimits.OFF);
  }

  /// @param tls null: not encrypted
  public ApiSettings with(@Nullable ServerSSLOptions tls) {
    return new ApiSettings(
        new Listener(listener.host(), listener.port(), tls), front, maxArchiveBytes, names, rates);
  }

  public ApiSettings with(Front other) {
    return new ApiSettings(listener, other, maxArchiveBytes, names, rates);
  }

  public ApiSettings with(RateLimits other) {
    return new ApiSettings(listener, front, maxArchiveBytes, names, other);
  }
}
