package dev.slipway.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a gateway is told at its start.
///
/// @param host address to listen on
/// @param port 0: any free one, see [Gateway#port()]
/// @param lanes event loops that serve requests, 1 or more; not more than the Vert.x instance has
/// @param tls null: the port is not encrypted
public record GatewaySettings(
    String host, int port, int lanes, Limits limits, Timeouts timeouts, @Nullable GatewayTls tls) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 9090;

  public GatewaySettings {
    require(port >= 0 && port <= 65_535, "port: " + port + " (expected: 0 to 65535)");
    require(lanes >= 1, "lanes: " + lanes + " (expected: 1 or more)");
  }

  /// The defaults, on `port`, with one lane a core.
  public static GatewaySettings onPort(int port) {
    return new GatewaySettings(
        DEFAULT_HOST,
        port,
        Runtime.getRuntime().availableProcessors(),
        Limits.DEFAULT,
        Timeouts.DEFAULT,
        null);
  }

  public GatewaySettings withLanes(int count) {
    return new GatewaySettings(host, port, count, limits, timeouts, tls);
  }

  public GatewaySettings on(String address) {
    return new GatewaySettings(address, port, lanes, limits, timeouts, tls);
  }

  /// @param other null: not encrypted
  public GatewaySettings with(@Nullable GatewayTls other) {
    return new GatewaySettings(host, port, lanes, limits, timeouts, other);
  }

  public GatewaySettings with(Limits other) {
    return new GatewaySettings(host, port, lanes, other, timeouts, tls);
  }

  public GatewaySettings with(Timeouts other) {
    return new GatewaySettings(host, port, lanes, limits, other, tls);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /// How much of everything.
  ///
  /// @param bodyBytes of one request; more is answered 413
  /// @param bufferedBodyBytes a body up to this length is held, so that it can be sent again; a
  ///   longer one, or one of unknown length, is streamed
  /// @param queuedPerDeployment requests that wait for a place on one deployment; more get 429
  /// @param headBytes of all header lines of one request or answer; more is answered 431
  /// @param pathBytes of the request line; more is answered 414
  /// @param idlePerReplica connections that one lane keeps open to a replica without a request
  /// @param clientsPerLane connections of clients to one lane; more are closed at once
  public record Limits(
      long bodyBytes,
      int bufferedBodyBytes,
      int queuedPerDeployment,
      int headBytes,
      int pathBytes,
      int idlePerReplica,
      int clientsPerLane) {
    public static final Limits DEFAULT =
        new Limits(100_000_000L, 64 * 1024, 1_000, 32 * 1024, 16 * 1024, 256, 20_000);

    public Limits {
      require(bodyBytes >= 0, "bodyBytes: " + bodyBytes + " (expected: 0 or more)");
      require(queuedPerDeployment >= 0, "queuedPerDeployment: " + queuedPerDeployment);
      require(headBytes >= 1_024, "headBytes: " + headBytes + " (expected: 1024 or more)");
      require(pathBytes >= 256, "pathBytes: " + pathBytes + " (expected: 256 or more)");
    }

    public Limits withBodyBytes(long bytes) {
      return new Limits(
          bytes,
          bufferedBodyBytes,
          queuedPerDeployment,
          headBytes,
          pathBytes,
          idlePerReplica,
          clientsPerLane);
    }

    public Limits withQueuedPerDeployment(int count) {
      return new Limits(
          bodyBytes,
          bufferedBodyBytes,
          count,
          headBytes,
          pathBytes,
          idlePerReplica,
          clientsPerLane);
    }
  }

  /// How long for everything. All are checked on a coarse clock, see [Lane#TICK_MILLIS].
  ///
  /// @param connect until a connection to a replica stands
  /// @param answer from the end of the request until the head of the answer; then 504
  /// @param idle between two pieces of a body, in either direction
  /// @param queue for a request that waits for a place; then 503
  /// @param clientIdle a client's connection without a request is closed
  /// @param replicaIdle a connection to a replica without a request is closed. Below the 5 s that
  ///   common model servers keep theirs, so that a request seldom meets a closing one
  /// @param tunnelIdle a WebSocket without a frame in either direction is closed
  /// @param drain what [Gateway#close()] waits for requests in flight
  public record Timeouts(
      Duration connect,
      Duration answer,
      Duration idle,
      Duration queue,
      Duration clientIdle,
      Duration replicaIdle,
      Duration tunnelIdle,
      Duration drain) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1_200),
            Duration.ofSeconds(300),
            Duration.ofSeconds(600),
            Duration.ofSeconds(75),
            Duration.ofSeconds(4),
            Duration.ofHours(1),
            Duration.ofSeconds(30));

    public Timeouts withAnswer(Duration time) {
      return new Timeouts(connect, time, idle, queue, clientIdle, replicaIdle, tunnelIdle, drain);
    }

    public Timeouts withQueue(Duration time) {
      return new Timeouts(connect, answer, idle, time, clientIdle, replicaIdle, tunnelIdle, drain);
    }

    public Timeouts withDrain(Duration time) {
      return new Timeouts(connect, answer, idle, queue, clientIdle, replicaIdle, tunnelIdle, time);
    }
  }
}
