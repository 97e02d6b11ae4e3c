package dev.slipway.engine.port.routes;

import dev.slipway.domain.environment.EnvironmentKey;

/// The port to the counters of the gateways.
public interface GatewayStats {

  /// What `deployment` has served through `environment` since this process started.
  Served served(EnvironmentKey environment, String deploymentId);

  /// Requests and streams of `environment` that are on `deployment` now, 0 or more.
  int inFlight(EnvironmentKey environment, String deploymentId);

  /// Everything that is counted, as it is now.
  Counts counts();

  /// What asks for replicas of `deployment` now, over all paths that lead to it.
  Demand demand(String deploymentId);

  /// @param inFlight requests that its replicas have, also those that are draining
  /// @param parked requests that wait for a place on it
  /// @param arrived requests that were given to it since this process started; only grows
  /// @param wake it has no replica, and a request asked for one
  record Demand(int inFlight, int parked, long arrived, boolean wake) {
    public static final Demand NOTHING = new Demand(0, 0, 0, false);

    public Demand plus(Demand other) {
      return new Demand(
          inFlight + other.inFlight,
          parked + other.parked,
          arrived + other.arrived,
          wake || other.wake);
    }
  }

  /// Counters of one deployment behind one environment. They only grow.
  ///
  /// @param requests sent to a replica
  /// @param errors of these, answered 5xx by the replica or lost on the way
  /// @param lost of these, lost on the way: no answer, or one cut short by the replica
  /// @param lastSentEpochMillis when the last one was sent; 0: never
  /// @param p50Micros median time to the end of the answer; 0: nothing was answered
  /// @param p99Micros 99th percentile of the same
  record Served(
      long requests,
      long errors,
      long lost,
      long lastSentEpochMillis,
      long p50Micros,
      long p99Micros) {
    public static final Served NOTHING = new Served(0, 0, 0, 0, 0, 0);
  }
}
