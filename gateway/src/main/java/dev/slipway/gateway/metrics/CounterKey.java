package dev.slipway.gateway.metrics;

import dev.slipway.engine.port.routes.TrafficCounters;

/// The owner of a set of counters: the requests for one deployment that came by one path.
///
/// @param environment whose paths they came by; empty: the deployment's own
public record CounterKey(String modelId, String environment, String deploymentId) {
  /// The same as the engine names it.
  public TrafficCounters.Way way() {
    return new TrafficCounters.Way(modelId, environment, deploymentId);
  }
}
