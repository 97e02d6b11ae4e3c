package dev.slipway.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what other threads and processes do. Nothing is said about how long it takes: the
/// deadline only ends a test that has failed.
public final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long LOOK = Duration.ofMillis(10).toNanos();

  private Await() {}

  /// @param what a sentence that tells what did not come
  /// @throws AssertionError where the condition does not hold in a minute
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /// @param what asked only where the wait has failed, so that it can tell what is there instead
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    var end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in " + DEADLINE.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(LOOK);
    }
  }
}
