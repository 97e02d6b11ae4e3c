package dev.slipway.store.table;

import java.time.Instant;

/// Instants as they are kept: whole nanoseconds since 1970, which is exact from the year 1677 to
/// 2262 and sorts as a number.
final class Nanos {
  private static final long PER_SECOND = 1_000_000_000L;

  private Nanos() {}

  static long of(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "time: " + instant + " (expected: between the years 1678 and 2261)", e);
    }
  }

  static Instant toInstant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
  }
}
