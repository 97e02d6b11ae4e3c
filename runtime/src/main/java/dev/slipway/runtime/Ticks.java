package dev.slipway.runtime;

/// The monotonic clock for waiting on real processes. It is not injected: processes run in real
/// time, so a clock that a test moves would only report them as late.
final class Ticks {
  private Ticks() {}

  /// Nanoseconds from an arbitrary origin; only differences mean something.
  static long now() {
    return System.nanoTime();
  }
}
