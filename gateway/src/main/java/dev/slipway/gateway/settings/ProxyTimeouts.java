package dev.slipway.gateway.settings;

import java.time.Duration;

/// How long the lanes wait for everything. All are checked on a coarse clock, see [Deadlines].
///
/// @param connect until a connection to a replica stands
/// @param answer from the end of the request until the head of the answer; then 504
/// @param idle between two pieces of a body, in either direction
/// @param queue for a request that waits for a place; then 503
/// @param clientIdle a client's connection without a request is closed
/// @param replicaIdle a connection to a replica without a request is closed. Below the 5 s that
///   common model servers keep theirs, so that a request seldom meets a closing one
/// @param tunnelIdle a WebSocket without a frame in either direction is closed
public record ProxyTimeouts(
    Duration connect,
    Duration answer,
    Duration idle,
    Duration queue,
    Duration clientIdle,
    Duration replicaIdle,
    Duration tunnelIdle) {
  public static final ProxyTimeouts DEFAULT =
      new ProxyTimeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1_200),
          Duration.ofSeconds(300),
          Duration.ofSeconds(600),
          Duration.ofSeconds(75),
          Duration.ofSeconds(4),
          Duration.ofHours(1));

  /// The same with another time after which a client's connection without a request is closed.
  public ProxyTimeouts withClientIdle(Duration time) {
    return new ProxyTimeouts(connect, answer, idle, queue, time, replicaIdle, tunnelIdle);
  }
}
