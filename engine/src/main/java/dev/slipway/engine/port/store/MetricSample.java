package dev.slipway.engine.port.store;

import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sample of one model's deployments: their traffic since the sample before, and their state at
/// its end.
///
/// @param at its end
/// @param flows those ways on which anything came
/// @param scales all deployments of the model
public record MetricSample(String modelId, Instant at, List<Flow> flows, List<Scale> scales) {
  public MetricSample {
    flows = List.copyOf(flows);
    scales = List.copyOf(scales);
  }

  /// What came into one deployment on one way; the parts as in
  /// [dev.slipway.engine.port.routes.TrafficCounters].
  ///
  /// @param environment through which the way leads; null: the deployment's own path
  public record Flow(
      @Nullable String environment,
      String deploymentId,
      StatusCounts ended,
      int inFlight,
      int tunnels,
      LatencyDistribution total,
      LatencyDistribution firstByte) {
    public boolean saysNothing() {
      return ended.equals(StatusCounts.NONE)
          && inFlight == 0
          && tunnels == 0
          && total.counts().isEmpty()
          && firstByte.counts().isEmpty();
    }
  }

  /// The replicas of a deployment.
  ///
  /// @param environment that it belonged to; null: none
  /// @param active ready ones
  /// @param starting those that were not ready yet
  /// @param unready those that are ready no more, also those on their way out
  /// @param waiting requests that waited for a place
  public record Scale(
      String deploymentId,
      @Nullable String environment,
      int active,
      int starting,
      int unready,
      int waiting) {}
}
