package dev.slipway.runtime.truss;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The ingredients of a Python environment. Equal recipes make one environment.
///
/// @param label begins the environment's name
/// @param purpose what is installed, for messages
/// @param requirements files in pip's format, installed in this order
/// @param constraints in pip's format; may be empty
record Recipe(
    String label, String purpose, Python python, List<String> requirements, String constraints) {
  /// Hexadecimal digits of an environment's name.
  private static final int DIGITS = 20;

  Recipe {
    requirements = requirements.stream().filter(text -> !text.isBlank()).toList();
  }

  /// The name of the environment's directory. It holds the version: after an update of Python, an
  /// new environment is made.
  String name() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : List.of(python.executable(), python.version(), constraints)) {
        update(digest, part);
      }
      requirements.forEach(text -> update(digest, text));
      return label + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 (expected: every JDK has it)", e);
    }
  }

  /// Adds a text with its length, so that no two lists of texts give one digest.
  private static void update(MessageDigest digest, String text) {
    var bytes = text.getBytes(UTF_8);
    digest.update((bytes.length + ":").getBytes(UTF_8));
    digest.update(bytes);
  }
}
