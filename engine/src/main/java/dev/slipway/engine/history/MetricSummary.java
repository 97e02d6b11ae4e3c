package dev.slipway.engine.history;

import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;

/// A summary of the metrics of an environment or a deployment over one span of time.
///
/// @param samples how many there are of it, 0 or more; 0: it is not known, and all else is 0
/// @param concurrent mean of the requests that replicas had and that waited for a place
/// @param tunnels mean of the open WebSockets
public record MetricSummary(
    int samples,
    StatusCounts ended,
    LatencyDistribution total,
    LatencyDistribution firstByte,
    double concurrent,
    double tunnels,
    Replicas replicas) {
  public static final MetricSummary NOTHING =
      new MetricSummary(
          0,
          StatusCounts.NONE,
          LatencyDistribution.NONE,
          LatencyDistribution.NONE,
          0,
          0,
          new Replicas(0, 0, 0));

  /// @param active mean of the ready replicas
  /// @param starting mean of the replicas that were not ready yet
  /// @param unready mean of the replicas that were ready no more
  public record Replicas(double active, double starting, double unready) {}

  public boolean isKnown() {
    return samples > 0;
  }
}
