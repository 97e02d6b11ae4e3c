package dev.slipway.api;

/// Whole numbers of queries.
final class Numbers {
  /// Longest number, in characters.
  private static final int MAX_LENGTH = 19;

  private Numbers() {}

  static long parse(String name, String text, long min, long max) {
    long value;
    try {
      value = text.length() <= MAX_LENGTH ? Long.parseLong(text) : min - 1;
    } catch (NumberFormatException e) {
      value = min - 1;
    }
    if (value < min || value > max) {
      throw Problem.invalid(
          "%s: \"%s\" (expected: an integer from %d to %d)"
              .formatted(name, Texts.cut(text), min, max));
    }
    return value;
  }
}
