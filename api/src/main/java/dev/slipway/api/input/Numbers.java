package dev.slipway.api.input;

import org.jspecify.annotations.Nullable;

/// Whole numbers of queries.
public final class Numbers {
  /// The end of the year 9999, in epoch milliseconds.
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  /// Longest number, in characters.
  private static final int MAX_LENGTH = 19;

  private Numbers() {}

  /// A whole number of a query.
  ///
  /// @return null where it is missing
  public static @Nullable Long of(Query query, String name, long min, long max) {
    String text = query.given(name, Limits.ID);
    return text == null ? null : parse(name, text, min, max);
  }

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
