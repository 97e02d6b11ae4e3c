package dev.slipway.domain.settings;

/// Checks of numbers that people set.
public final class Range {
  private Range() {}

  public static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidSetting(
          name, "%s: %d (expected: %d to %d)".formatted(name, value, min, max));
    }
  }
}
