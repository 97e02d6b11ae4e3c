package dev.slipway.api.input;

import dev.slipway.config.Nearest;
import java.util.Collection;

/// Small helpers for messages.
public final class Texts {
  /// How much of a caller's text an error message quotes, in characters.
  static final int MAX_QUOTE = 120;

  private Texts() {}

  public static String cut(String text) {
    return text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "…";
  }

  /// In characters, as JSON Schema and a caller count them; a surrogate pair is one.
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// ` Did you mean "x"?` for the nearest known name, or nothing.
  public static String didYouMean(String given, Collection<String> known) {
    String best = Nearest.of(given, known);
    return best == null ? "" : " Did you mean \"" + best + "\"?";
  }
}
