package dev.slipway.runtime.settings;

/// The clock by which real processes are waited for. They know no other, so it is not handed in: a
/// clock that a test moves would only say that they are late.
public final class NanoClock {
  private NanoClock() {}

  /// Nanoseconds from an arbitrary origin; only differences mean something.
  public static long now() {
    return System.nanoTime();
  }
}
