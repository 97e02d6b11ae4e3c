package dev.slipway.engine.port;

import java.time.Duration;

/// The port through which the engine counts asynchronous requests.
public interface AsyncTelemetry {
  /// One was sent for the first time, after it had waited for `queued`.
  void sent(Duration queued);

  /// One came to its end, under its published `status`.
  void ended(String status);

  /// A delivery came to its end, under its published `status`.
  void delivered(String status);

  /// Work on a request failed inside the engine and will be tried again.
  void failure(String requestId);
}
