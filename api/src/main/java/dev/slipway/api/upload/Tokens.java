package dev.slipway.api.upload;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes names that cannot be guessed: 32 of a-z and 0-9, 165 bits.
public final class Tokens {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{" + LENGTH + "}");

  private final RandomGenerator random;

  /// @param random one that cannot be predicted, outside tests
  public Tokens(RandomGenerator random) {
    this.random = random;
  }

  public synchronized String next() {
    var text = new StringBuilder(LENGTH);
    while (text.length() < LENGTH) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  static boolean looksLikeOne(String text) {
    return FORM.matcher(text).matches();
  }
}
