package dev.slipway.cli.command;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import dev.slipway.cli.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Request bodies as people give them: the text itself, `@FILE`, or `@-` for standard input.
final class BodyArgument {
  /// The largest body that servers take on the inference port, in bytes.
  static final int MAX_BYTES = 100 << 20;

  private BodyArgument() {}

  static byte[] read(Host host, String given) {
    if (!given.startsWith("@")) {
      return given.getBytes(StandardCharsets.UTF_8);
    }
    String file = given.substring(1);
    try (var in = file.equals("-") ? host.in() : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw Failure.usage(
            "-d: " + given + " has more than " + MAX_BYTES + " bytes (expected: at most that).");
      }
      return bytes;
    } catch (IOException e) {
      throw new Failure(
          Exit.USAGE, "-d: " + file + " cannot be read: " + FileErrors.of(e) + ".", e);
    }
  }
}
