package dev.slipway.engine.port.routes;

import org.jspecify.annotations.Nullable;

/// The counters of what came into one deployment on one way. All but the two numbers of now only
/// grow, from 0 at the start of the process.
///
/// @param inFlight requests that replicas have now, WebSockets among them
/// @param tunnels WebSockets that are open now
/// @param total from a request's head to the end of its answer
/// @param firstByte from a request's head to the head of its answer
public record TrafficCounters(
    Way way,
    StatusCounts ended,
    int inFlight,
    int tunnels,
    LatencyDistribution total,
    LatencyDistribution firstByte) {

  /// A way into a deployment.
  ///
  /// @param environment through which it leads; null: the deployment's own path
  public record Way(String modelId, @Nullable String environment, String deploymentId) {}
}
