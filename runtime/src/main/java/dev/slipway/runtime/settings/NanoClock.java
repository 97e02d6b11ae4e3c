package dev.slipway.runtime.settings;

/// The monotonic clock for waiting on real processes. It is not injected: processes run in real
/// time, so a clock that a test moves would only report them as late.
public final class NanoClock {
  private NanoClock() {}

  /// Nanoseconds from an arbitrary origin; only differences mean something.
  public static long now() {
    return System.nanoTime();
  }
}
