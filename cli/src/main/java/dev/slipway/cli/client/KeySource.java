package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import dev.slipway.cli.host.Host;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds the API key: the option, the environment, then the file that a local server writes.
final class KeySource {
  /// The server's file, inside its data directory.
  static final String FILE = "api-key";

  static final String DEFAULT_DATA = ".slipway";

  /// The largest file that is read as a key, in bytes.
  static final int MAX_KEY_BYTES = 4096;

  private final Host host;

  KeySource(Host host) {
    this.host = host;
  }

  /// @param option what was given on the command line
  /// @param server the file is read only for a server on this machine, so that its key goes nowhere
  ///   else
  String find(@Nullable String option, URI server, @Nullable Path data) {
    if (option != null) {
      return checked(option.strip(), "--api-key");
    }
    for (String name : new String[] {"SLIPWAY_API_KEY", "BASETEN_API_KEY"}) {
      String value = host.variable(name);
      if (value != null) {
        return checked(value, name);
      }
    }
    Path file = directory(data).resolve(FILE);
    if (!Urls.isLoopback(server)) {
      throw missing("the key file of a local server is not sent to " + server.getHost());
    }
    if (!Files.isRegularFile(file)) {
      throw missing("there is no file " + file);
    }
    try {
      if (Files.size(file) > MAX_KEY_BYTES) {
        throw missing(file + " is too large to be a key");
      }
      return checked(Files.readString(file).strip(), file.toString());
    } catch (IOException e) {
      throw new Failure(
          Exit.UNAUTHORIZED,
          "No API key: " + file + " cannot be read (" + FileErrors.of(e) + ").",
          e);
    }
  }

  private Path directory(@Nullable Path data) {
    String variable = host.variable("SLIPWAY_DATA");
    return data != null ? data : Path.of(variable == null ? DEFAULT_DATA : variable);
  }

  private static String checked(String key, String where) {
    if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new Failure(
          Exit.UNAUTHORIZED,
          "The API key from " + where + " is empty or has blanks in it (expected: PREFIX.SECRET).");
    }
    return key;
  }

  private static Failure missing(String why) {
    return new Failure(
        Exit.UNAUTHORIZED,
        "No API key: "
            + why
            + ". Set SLIPWAY_API_KEY, or name the data directory of the server with --data DIR"
            + " (it writes its key to DIR/api-key).");
  }
}
