package dev.slipway.engine.port.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hash under which an API key is stored. A key has 160 random bits, so that a fast hash is
/// enough.
public final class KeyHash {
  private KeyHash() {}

  /// Lower-case hex SHA-256 of `rawKey`.
  public static String of(String rawKey) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(rawKey.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
