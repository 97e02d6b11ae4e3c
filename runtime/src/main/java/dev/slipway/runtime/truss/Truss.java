package dev.slipway.runtime.truss;

import dev.slipway.runtime.settings.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Truss release that runs the models, and our two scripts around it.
public final class Truss {
  /// The release whose build and server run the models.
  static final String VERSION = "0.18.36";

  static final String REQUIREMENT = "truss==" + VERSION;

  /// In an artifact: the name of the environment that it runs in.
  static final String ENVIRONMENT = ".slipway-environment";

  private static final String BUILD = "truss_build.py";
  private static final String SERVE = "truss_serve.py";

  private final Path scripts;

  /// Writes the scripts.
  ///
  /// @param scripts directory for them; made where it is missing
  public Truss(Path scripts) {
    this.scripts = scripts;
    try {
      Files.createDirectories(scripts);
      write(BUILD);
      write(SERVE);
    } catch (IOException e) {
      throw new RuntimeFailure("cannot write the scripts that run Truss models", e);
    }
  }

  /// Makes an app directory of an unpacked Truss; see the script.
  Path buildScript() {
    return scripts.resolve(BUILD);
  }

  /// Runs Truss's server in an app directory; see the script.
  Path serveScript() {
    return scripts.resolve(SERVE);
  }

  private void write(String name) throws IOException {
    try (var in = Truss.class.getResourceAsStream("/dev/slipway/runtime/" + name)) {
      if (in == null) {
        throw new IOException(name + " is not in the jar");
      }
      Files.write(scripts.resolve(name), in.readAllBytes());
    }
  }
}
