package dev.slipway.runtime.truss;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.process.ModelServer;
import dev.slipway.runtime.settings.DataDirs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Truss's own server as the server of models. The environment that a deployment serves is one
/// file, as on the service: Truss's server reads it when it starts, and again from time to time if
/// the model has a `setup_environment`.
public record TrussCommand(DataDirs dirs, Truss truss, String bindHost) implements ModelServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FILE = "environment";

  @Override
  public String command(ReplicaSpec spec, Path artifact, Map<String, String> variables)
      throws IOException {
    tellEnvironment(spec);
    var environment = environment(artifact);
    var python = VirtualEnvironments.python(environment);
    if (!Files.isExecutable(python)) {
      throw new IOException(
          "its Python, %s, is gone; install it again, or push the deployment again"
              .formatted(Files.isSymbolicLink(python) ? python.toRealPath() : python));
    }
    var bin = String.valueOf(python.getParent());
    variables.merge("PATH", bin, (path, own) -> own + File.pathSeparator + path);
    variables.put("VIRTUAL_ENV", environment.toString());
    variables.put("PYTHONUNBUFFERED", "1");
    variables.put("SLIPWAY_HOST", bindHost);
    variables.put("SLIPWAY_DYNAMIC", dirs.dynamic(spec.deploymentId()).toString());
    var n = 0;
    for (var secret : spec.secrets().entrySet()) {
      variables.put("SLIPWAY_SECRET_" + n++, secret.getKey() + "=" + secret.getValue());
    }
    return "exec %s %s".formatted(quoted(python), quoted(truss.serveScript()));
  }

  private Path environment(Path artifact) throws IOException {
    try {
      return dirs.environments().resolve(Files.readString(artifact.resolve(Truss.ENVIRONMENT)));
    } catch (NoSuchFileException e) {
      throw new IOException("its artifact is no built Truss; push the deployment again", e);
    }
  }

  /// Replaces the file atomically if its text would change.
  @Override
  public void tellEnvironment(ReplicaSpec spec) throws IOException {
    var directory = Files.createDirectories(dirs.dynamic(spec.deploymentId()));
    var file = directory.resolve(FILE);
    var environment = spec.environmentName();
    if (environment == null) {
      Files.deleteIfExists(file);
      return;
    }
    var text = JSON.writeValueAsString(Map.of("name", environment));
    synchronized (JSON) {
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        var next = directory.resolve("." + FILE);
        Files.write(next, text.getBytes(UTF_8));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
