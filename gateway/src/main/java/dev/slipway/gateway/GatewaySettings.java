package dev.slipway.gateway;

import dev.slipway.gateway.settings.ProxyLimits;
import dev.slipway.gateway.settings.ProxySettings;
import dev.slipway.gateway.settings.ProxyTimeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The configuration of a gateway, fixed at its start.
///
/// @param host address to listen on
/// @param port 0: any free one, see [Gateway#port()]
/// @param tls null: the port is not encrypted
/// @param lanes event loops that serve requests, 1 or more; not more than the Vert.x instance has
/// @param drain what [Gateway#close()] waits for requests in flight
public record GatewaySettings(
    String host,
    int port,
    @Nullable GatewayTls tls,
    int lanes,
    ProxyLimits limits,
    ProxyTimeouts timeouts,
    Duration drain) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 9090;
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

  public GatewaySettings {
    require(port >= 0 && port <= 65_535, "port: " + port + " (expected: 0 to 65535)");
    require(lanes >= 1, "lanes: " + lanes + " (expected: 1 or more)");
  }

  /// The defaults, with one lane a core.
  ///
  /// @param tls null: the port is not encrypted
  public static GatewaySettings on(String host, int port, @Nullable GatewayTls tls) {
    return new GatewaySettings(
        host,
        port,
        tls,
        Runtime.getRuntime().availableProcessors(),
        ProxyLimits.DEFAULT,
        ProxyTimeouts.DEFAULT,
        DEFAULT_DRAIN);
  }

  /// The same with another time after which a client's connection without a request is closed.
  public GatewaySettings withClientIdle(Duration time) {
    return new GatewaySettings(
        host, port, tls, lanes, limits, timeouts.withClientIdle(time), drain);
  }

  /// The part that each lane needs.
  ///
  /// @param number the port as Vert.x reads it, see [AnyPort]
  ProxySettings ofLane(int number) {
    return new ProxySettings(host, number, tls == null ? null : tls.options(), limits, timeouts);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
