package dev.slipway.engine.port;

import java.util.random.RandomGenerator;

/// Makes ids and keys from a source of randomness that was handed in.
public final class Ids {
  /// Length of every id. With 36 characters this makes 2.8 million million of them.
  public static final int ID_LENGTH = 8;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SECRET_LENGTH = 32;

  private final RandomGenerator random;

  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /// Eight characters of a-z and 0-9, the first one a letter.
  public String next() {
    return text(ID_LENGTH);
  }

  /// `prefix.secret`, the form of an API key.
  public String apiKey() {
    return text(ID_LENGTH) + "." + text(SECRET_LENGTH);
  }

  private synchronized String text(int length) {
    var text = new StringBuilder(length);
    text.append(ALPHABET.charAt(random.nextInt(26)));
    while (text.length() < length) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
