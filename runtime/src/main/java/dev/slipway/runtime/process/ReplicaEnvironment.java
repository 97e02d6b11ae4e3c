package dev.slipway.runtime.process;

import dev.slipway.engine.port.runtime.ReplicaSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// The environment variables of a replica: a few of the server's own, then the config's, then the
/// secrets, then what the runtime says; the later win. A secret `hf-token` is `SECRET_HF_TOKEN`,
/// and one whose name can be a variable's is there under its own name as well. (Where containers
/// run replicas, secrets are files below /secrets.)
public final class ReplicaEnvironment {
  /// Variables that a replica inherits. All others, keys above all, stay with the server.
  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TMPDIR",
          "JAVA_HOME",
          "VIRTUAL_ENV",
          "LD_LIBRARY_PATH",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "CUDA_VISIBLE_DEVICES",
          "NVIDIA_VISIBLE_DEVICES");

  /// Variables that only a build inherits: they say how the package index is reached.
  private static final List<String> OF_BUILDS =
      List.of(
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "REQUESTS_CA_BUNDLE",
          "XDG_CACHE_HOME",
          "XDG_CONFIG_HOME");

  private static final String PIP = "PIP_";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ReplicaEnvironment() {}

  static Map<String, String> of(ReplicaSpec spec, int port, Map<String, String> server) {
    var env = inherited(server);
    env.putAll(spec.launch().environment());
    if (!spec.launch().runsTruss()) {
      spec.secrets().forEach((name, value) -> putSecret(env, name, value));
    }
    env.put("PORT", Integer.toString(port));
    env.put(ProcessTree.MARK, spec.id());
    env.put("SLIPWAY_DEPLOYMENT", spec.deploymentId());
    env.put("SLIPWAY_MODEL", spec.modelId());
    env.put("SLIPWAY_ENVIRONMENT", Objects.requireNonNullElse(spec.environmentName(), ""));
    removeImpossible(env);
    return env;
  }

  private static Map<String, String> inherited(Map<String, String> server) {
    var env = new HashMap<String, String>();
    for (var name : INHERITED) {
      var value = server.get(name);
      if (value != null) {
        env.put(name, value);
      }
    }
    return env;
  }

  /// The environment variables of a build: no secrets, no variables of the config.
  public static Map<String, String> ofBuilds(Map<String, String> server) {
    var env = inherited(server);
    server.forEach((name, value) -> {
      if (name.startsWith(PIP) || OF_BUILDS.contains(name)) {
        env.put(name, value);
      }
    });
    env.remove("VIRTUAL_ENV");
    return env;
  }

  private static void removeImpossible(Map<String, String> env) {
    // A name or value that cannot be one would keep every replica from starting.
    env.entrySet()
        .removeIf(e ->
            e.getKey().isEmpty()
                || e.getKey().indexOf('=') >= 0
                || e.getKey().indexOf('\0') >= 0
                || e.getValue().indexOf('\0') >= 0);
  }

  private static void putSecret(Map<String, String> env, String name, String value) {
    if (VARIABLE.matcher(name).matches()) {
      env.put(name, value);
    }
    env.put("SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value);
  }
}
