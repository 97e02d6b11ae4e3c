package dev.slipway.api;

import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How the management API is served.
///
/// @param host the address to listen on
/// @param port 0 to 65535; 0: one that is free
/// @param publicUrl scheme, host and port in front of upload and download addresses; null: those
///   under which the caller came
/// @param maxArchiveBytes the largest archive that is taken, 1 or more
/// @param teamName name of the one team
/// @param workspaceName name of the workspace
/// @param tls null: the port is not encrypted
/// @param rates how often keys may call
public record ApiSettings(
    String host,
    int port,
    @Nullable URI publicUrl,
    long maxArchiveBytes,
    String teamName,
    String workspaceName,
    @Nullable ServerSSLOptions tls,
    RateLimits rates) {
  /// The largest archive, where nothing else is set: 8 GiB.
  public static final long DEFAULT_MAX_ARCHIVE_BYTES = 8L << 30;

  public static final ApiSettings DEFAULT = on("127.0.0.1", 8000);

  /// The defaults on this address.
  public static ApiSettings on(String host, int port) {
    return new ApiSettings(
        host, port, null, DEFAULT_MAX_ARCHIVE_BYTES, "default", "slipway", null, RateLimits.OFF);
  }

  /// @param other null: not encrypted
  public ApiSettings with(@Nullable ServerSSLOptions other) {
    return new ApiSettings(
        host, port, publicUrl, maxArchiveBytes, teamName, workspaceName, other, rates);
  }

  public ApiSettings with(RateLimits other) {
    return new ApiSettings(
        host, port, publicUrl, maxArchiveBytes, teamName, workspaceName, tls, other);
  }
}
