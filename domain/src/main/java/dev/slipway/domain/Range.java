package dev.slipway.domain;

/// Checks of numbers that people set.
final class Range {
  private Range() {}

  static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidSetting(
          name, "%s: %d (expected: %d to %d)".formatted(name, value, min, max));
    }
  }
}
