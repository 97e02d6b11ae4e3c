package dev.slipway.api;

import dev.slipway.api.http.RateLimits;
import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How the management API is served.
///
/// @param publicUrl scheme, host and port in front of upload and download addresses; null: those
///   under which the caller came
/// @param maxArchiveBytes the largest archive that is taken, 1 or more
/// @param rates how often keys may call
public record ApiSettings(
    Listener listener,
    @Nullable URI publicUrl,
    long maxArchiveBytes,
    TenantNames names,
    RateLimits rates) {
  /// The largest archive, where nothing else is set: 8 GiB.
  public static final long DEFAULT_MAX_ARCHIVE_BYTES = 8L << 30;

  /// The port that is opened.
  ///
  /// @param host the address to listen on
  /// @param port 0 to 65535; 0: one that is free
  /// @param tls null: the port is not encrypted
  public record Listener(String host, int port, @Nullable ServerSSLOptions tls) {}

  /// @param team name of the one team
  /// @param workspace name of the workspace
  public record TenantNames(String team, String workspace) {
    public static final TenantNames DEFAULT = new TenantNames("default", "slipway");
  }

  /// The defaults on this address.
  public static ApiSettings on(String host, int port) {
    return new ApiSettings(
        new Listener(host, port, null),
        null,
        DEFAULT_MAX_ARCHIVE_BYTES,
        TenantNames.DEFAULT,
        RateLimits.OFF);
  }

  /// @param tls null: not encrypted
  public ApiSettings with(@Nullable ServerSSLOptions tls) {
    return new ApiSettings(
        new Listener(listener.host(), listener.port(), tls),
        publicUrl,
        maxArchiveBytes,
        names,
        rates);
  }

  public ApiSettings with(RateLimits other) {
    return new ApiSettings(listener, publicUrl, maxArchiveBytes, names, other);
  }
}
