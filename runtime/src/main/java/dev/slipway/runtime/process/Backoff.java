package dev.slipway.runtime.process;

import dev.slipway.runtime.settings.RuntimeSettings.Restarts;
import java.time.Duration;

/// The pause before a replica's next process: doubled by each end, and the first again after the
/// replica was ready for long enough.
final class Backoff {
  private final Restarts restarts;
  private Duration next;

  Backoff(Restarts restarts) {
    this.restarts = restarts;
    this.next = restarts.firstDelay();
  }

  /// @param readyFor how long the process that ended had been ready; zero: never
  Duration after(Duration readyFor) {
    if (readyFor.compareTo(restarts.resetAfter()) >= 0) {
      next = restarts.firstDelay();
    }
    var pause = next;
    var doubled = next.multipliedBy(2);
    next = doubled.compareTo(restarts.maxDelay()) < 0 ? doubled : restarts.maxDelay();
    return pause;
  }
}
