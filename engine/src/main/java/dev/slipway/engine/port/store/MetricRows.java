package dev.slipway.engine.port.store;

import java.time.Instant;
import java.util.function.Consumer;

/// The table of samples.
public interface MetricRows {
  void append(MetricSample sample);

  /// Hands `each` the samples of a model one after another, oldest first.
  ///
  /// @param after exclusive
  /// @param until inclusive
  void read(String modelId, Instant after, Instant until, Consumer<MetricSample> each);

  /// Deletes some of the oldest samples: those before `before`, and those beyond the newest `keep`.
  ///
  /// @param keep 1 or more
  /// @param limit looked at in one call, 1 or more
  /// @return how many were deleted
  int prune(Instant before, int keep, int limit);
}
