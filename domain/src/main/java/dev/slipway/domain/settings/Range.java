package dev.slipway.domain.settings;

/// The whole numbers that a setting may be.
///
/// @param name the published name of the setting
public record Range(String name, int min, int max) {
  /// @throws InvalidSetting where the value is another
  public void check(long value) {
    check(name, value, min, max);
  }

  public static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidSetting(
          name, "%s: %d (expected: %d to %d)".formatted(name, value, min, max));
    }
  }
}
