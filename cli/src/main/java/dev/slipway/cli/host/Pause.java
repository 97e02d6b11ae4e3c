package dev.slipway.cli.host;

import java.time.Duration;

/// Waits. Handed in, so that nothing here sleeps by itself.
@FunctionalInterface
public interface Pause {
  /// @param length zero or less: returns at once
  void pause(Duration length) throws InterruptedException;
}
