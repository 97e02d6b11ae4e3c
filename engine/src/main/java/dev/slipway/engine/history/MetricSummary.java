package dev.slipway.engine.history;

import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.Times;

/// What was measured of an environment or a deployment in some time.
///
/// @param samples how many there are of it, 0 or more; 0: it is not known, and all else is 0
/// @param concurrent mean of the requests that replicas had and that waited for a place
/// @param tunnels mean of the open WebSockets
/// @param active mean of the ready replicas
/// @param starting mean of the replicas that were not ready yet
/// @param unready mean of the replicas that were ready no more
public record MetricSummary(
    int samples,
    StatusCounts ended,
    Times total,
    Times firstByte,
    double concurrent,
    double tunnels,
    double active,
    double starting,
    double unready) {
  public static final MetricSummary NOTHING =
      new MetricSummary(0, StatusCounts.NONE, Times.NONE, Times.NONE, 0, 0, 0, 0, 0);

  public boolean isKnown() {
    return samples > 0;
  }
}
