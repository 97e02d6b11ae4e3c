package dev.slipway.engine.port.routes;

import java.util.List;
import java.util.Map;

/// A snapshot of everything that gateways count.
///
/// @param waiting requests that wait for a place, by deployment; one that is not named has none
public record Counts(List<Way> ways, Map<String, Integer> waiting) {
  public static final Counts NONE = new Counts(List.of(), Map.of());

  public Counts {
    ways = List.copyOf(ways);
    waiting = Map.copyOf(waiting);
  }

  /// What came into one deployment on one way. All but the two numbers of now only grow, from 0 at
  /// the start of the process.
  ///
  /// @param environment through which it came; empty: the deployment's own path
  /// @param inFlight requests that replicas have now, WebSockets among them
  /// @param tunnels WebSockets that are open now
  /// @param total from a request's head to the end of its answer
  /// @param firstByte from a request's head to the head of its answer
  public record Way(
      String modelId,
      String environment,
      String deploymentId,
      StatusCounts ended,
      int inFlight,
      int tunnels,
      LatencyDistribution total,
      LatencyDistribution firstByte) {}
}
