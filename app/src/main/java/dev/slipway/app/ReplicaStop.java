package dev.slipway.app;

import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Runtime;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Ends every replica of a runtime and waits until they are gone.
final class ReplicaStop {
  private ReplicaStop() {}

  /// @param grace how long each may take to end by itself; waits for little more than that
  static void all(Runtime runtime, Duration grace) {
    var changed = new Semaphore(0);
    runtime.onChange(changed::release);
    for (Replica r : runtime.replicas()) {
      runtime.stop(r.id(), grace);
    }
    long deadline = System.nanoTime() + grace.plusSeconds(5).toNanos();
    try {
      while (!runtime.replicas().isEmpty() && System.nanoTime() < deadline) {
        var _ = changed.tryAcquire(200, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
