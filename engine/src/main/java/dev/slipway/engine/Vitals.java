package dev.slipway.engine;

import dev.slipway.domain.EnvironmentKey;

/// What gateways have counted.
public interface Vitals {

  /// What `deployment` has served through `environment` since this process started.
  Served served(EnvironmentKey environment, String deploymentId);

  /// Everything that is counted, as it is now.
  Counts counts();

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
