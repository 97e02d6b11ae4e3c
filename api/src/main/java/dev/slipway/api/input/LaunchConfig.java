package dev.slipway.api.input;

import dev.slipway.config.VariableText;
import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.catalog.InstanceTypes;
import dev.slipway.engine.catalog.InstanceTypes.InstanceType;
import dev.slipway.engine.catalog.SecretBox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads from a model's config how its replicas are started.
public final class LaunchConfig {
  /// Requests that a replica is given at a time where the config does not say: a server with a
  /// start command of its own has its own limits.
  static final int DEFAULT_CONCURRENCY = 256;

  /// The same for Truss's own server, which hands its model one request at a time.
  static final int TRUSS_CONCURRENCY = 1;

  static final int MAX_CONCURRENCY = 1_000_000;

  /// How long the first replica may take, where the push does not say.
  static final int DEFAULT_TIMEOUT_MINUTES = 30;

  static final int MAX_COMMAND = 32 * 1024;
  static final int MAX_PATH = 1024;
  static final int MAX_VARIABLES = 1000;
  static final int MAX_VARIABLE = 64 * 1024;

  private static final String TRUSS_PREDICT = "/v1/models/model:predict";

  /// Says 2xx once the model is loaded, and while its `is_healthy` says so.
  private static final String TRUSS_HEALTH = "/v1/models/model";

  private static final String DEFAULT_CPU = "1";
  private static final String DEFAULT_MEMORY = "2Gi";
  private static final int MAX_PORT = 65_535;
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

  private LaunchConfig() {}

  /// @param minutes null: the default
  public static LaunchSpec parse(Fields config, @Nullable Integer minutes) {
    Duration given = Duration.ofMinutes(minutes == null ? DEFAULT_TIMEOUT_MINUTES : minutes);
    HealthChecks checks = healthChecks(config);
    Integer startup = checks == null ? null : checks.startupSeconds();
    Duration start = startup == null ? given : Duration.ofSeconds(startup);
    Duration timeout = start.compareTo(given) > 0 ? start : given;
    Fields server = config.object("docker_server");
    return server == null
        ? truss(config, checks, timeout)
        : ownServer(config, server, checks, timeout);
  }

  /// A model without a server of its own: Truss's serves it, at addresses that do not change. What
  /// asks for a GPU is not refused: the build says that it is not there.
  private static LaunchSpec truss(Fields config, @Nullable HealthChecks checks, Duration timeout) {
    return new LaunchSpec(
        new LaunchSpec.Serving.TrussServer(),
        new LaunchSpec.Paths(TRUSS_PREDICT, TRUSS_HEALTH, TRUSS_HEALTH, patientRestart(checks)),
        variables(config),
        secrets(config),
        limits(config, TRUSS_CONCURRENCY, true),
        timeout);
  }

  /// A model whose `is_healthy` says no is restarted after the published time, also where the
  /// config does not say one: it may well get better by itself.
  private static HealthChecks patientRestart(@Nullable HealthChecks given) {
    var checks = given == null ? HealthChecks.NONE : given;
    return checks.restartSeconds() != null
        ? checks
        : new HealthChecks(
            checks.startupSeconds(),
            checks.stopTrafficSeconds(),
            HealthChecks.DEFAULT_SECONDS,
            checks.restartDelaySeconds());
  }

  private static LaunchSpec ownServer(
      Fields config, Fields server, @Nullable HealthChecks checks, Duration timeout) {
    String command = server.text("start_command", MAX_COMMAND);
    if (command == null || command.isBlank()) {
      throw noCommand(server.path("start_command"));
    }
    noControls(command.replace("\n", "").replace("\t", ""), server.path("start_command"));
    Integer port = server.integer("server_port", 1, MAX_PORT);
    if (port == null) {
      throw Problem.invalid(
          server.path("server_port")
              + ": missing (expected: an integer from 1 to "
              + MAX_PORT
              + ")");
    }
    return new LaunchSpec(
        new LaunchSpec.Serving.OwnServer(command, port),
        new LaunchSpec.Paths(
            endpoint(server, "predict_endpoint"),
            endpoint(server, "readiness_endpoint"),
            endpoint(server, "liveness_endpoint"),
            checks),
        variables(config),
        secrets(config),
        limits(config, DEFAULT_CONCURRENCY, false),
        timeout);
  }

  /// @return null where the config says nothing
  private static @Nullable HealthChecks healthChecks(Fields config) {
    Fields runtime = config.object("runtime");
    Fields given = runtime == null ? null : runtime.object("health_checks");
    if (given == null) {
      return null;
    }
    var checks =
        new HealthChecks(
            given.integer(HealthChecks.STARTUP),
            given.integer(HealthChecks.STOP_TRAFFIC),
            given.integer(HealthChecks.RESTART),
            given.integer(HealthChecks.RESTART_DELAY));
    var delay = checks.restartDelay();
    var sum = delay.plus(checks.restart()).toSeconds();
    if (sum > HealthChecks.MAX_RESTART_SUM) {
      throw Problem.invalid(
          "%s: %d, and %s is %d%s (expected: at most %d together)"
              .formatted(
                  given.path(HealthChecks.RESTART_DELAY.name()),
                  delay.toSeconds(),
                  HealthChecks.RESTART.name(),
                  checks.restart().toSeconds(),
                  checks.restartSeconds() == null ? " by default" : "",
                  HealthChecks.MAX_RESTART_SUM));
    }
    return checks.equals(HealthChecks.NONE) ? null : checks;
  }

  private static Problem noCommand(String path) {
    return Problem.invalid(
        path
            + ": missing (expected: the shell command that starts the model's server; leave docker_server out for a model that Truss's own server serves)");
  }

  private static String endpoint(Fields server, String name) {
    String path = server.requiredText(name, MAX_PATH);
    boolean plain = path.chars().allMatch(c -> c > ' ' && c < 127 && c != '#');
    if (!path.startsWith("/") || !plain) {
      throw Problem.invalid(
          "%s: \"%s\" (expected: a path that begins with /, without blanks)"
              .formatted(server.path(name), Texts.cut(path)));
    }
    return path;
  }

  private static Map<String, String> variables(Fields config) {
    Fields given = config.object("environment_variables");
    var variables = new LinkedHashMap<String, String>();
    for (String name : given == null ? List.<String>of() : given.names()) {
      String path = config.path("environment_variables." + Texts.cut(name));
      if (!VARIABLE.matcher(name).matches()) {
        throw Problem.invalid(path + ": not a name (expected: A-Z a-z 0-9 _, not first a digit)");
      }
      if (name.equals("PORT")) {
        throw Problem.invalid(
            path
                + ": set by the server for each replica (expected: left out; the command reads it)");
      }
      if (variables.size() == MAX_VARIABLES) {
        throw Problem.invalid(
            config.path("environment_variables") + ": more than " + MAX_VARIABLES);
      }
      JsonNode value = given == null ? null : given.value(name);
      variables.put(name, variable(value, path));
    }
    return variables;
  }

  private static String variable(@Nullable JsonNode value, String path) {
    String text = VariableText.of(scalar(value));
    if (text == null) {
      throw Problem.invalid(
          path
              + ": not a string (expected: one, or a number, true or false; quote it in the YAML)");
    }
    if (Texts.length(text) > MAX_VARIABLE || text.indexOf(0) >= 0) {
      throw Problem.invalid(
          path + ": expected at most " + MAX_VARIABLE + " characters, none of them NUL");
    }
    return text;
  }

  private static @Nullable Object scalar(@Nullable JsonNode value) {
    if (value == null || value.isString()) {
      return value == null ? null : value.asString();
    }
    if (value.isNumber()) {
      return value.isIntegralNumber() ? (Object) value.bigIntegerValue() : value.doubleValue();
    }
    return value.isBoolean() ? value.asBoolean() : null;
  }

  private static List<String> secrets(Fields config) {
    Fields given = config.object("secrets");
    List<String> names = given == null ? List.of() : given.names();
    if (names.size() > SecretBox.MAX_SECRETS) {
      throw Problem.invalid(config.path("secrets") + ": more than " + SecretBox.MAX_SECRETS);
    }
    for (String name : names) {
      if (!SECRET.matcher(name).matches()) {
        throw Problem.invalid(
            config.path("secrets." + Texts.cut(name))
                + ": not a name (expected: 1 to 255 of A-Z a-z 0-9 - _ .)");
      }
    }
    return names;
  }

  private static LaunchSpec.Limits limits(Fields config, int concurrencyElse, boolean anyDevice) {
    Fields runtime = config.object("runtime");
    Integer concurrency =
        runtime == null ? null : runtime.integer("predict_concurrency", 1, MAX_CONCURRENCY);
    Fields transport = runtime == null ? null : runtime.object("transport");
    if (transport != null && "grpc".equals(transport.text("kind", Limits.NAME))) {
      throw Problem.notAvailable(transport.path("kind") + ": grpc is");
    }
    int requests = concurrency == null ? concurrencyElse : concurrency;
    Fields resources = config.object("resources");
    if (resources == null) {
      resources = Fields.of(Json.stored("{}"), config.path("resources"));
    }
    if (!anyDevice) {
      noAccelerator(resources);
    }
    resources.integer("node_count", 1, 1);
    String typeName = resources.text("instance_type", Limits.NAME);
    InstanceType largest = InstanceTypes.ALL.getLast();
    if (typeName != null) {
      InstanceType type = instanceType(resources, typeName);
      return new LaunchSpec.Limits(requests, type.millicpu(), type.memoryMib());
    }
    return new LaunchSpec.Limits(
        requests,
        Quantity.millicpu(
            or(resources, "cpu", DEFAULT_CPU), resources.path("cpu"), largest.millicpu()),
        Quantity.memoryMib(
            or(resources, "memory", DEFAULT_MEMORY),
            resources.path("memory"),
            largest.memoryMib()));
  }

  private static JsonNode or(Fields fields, String name, String otherwise) {
    JsonNode value = fields.value(name);
    return value == null ? Json.stored("\"" + otherwise + "\"") : value;
  }

  private static void noAccelerator(Fields resources) {
    JsonNode accelerator = resources.value("accelerator");
    boolean none =
        accelerator == null || (accelerator.isString() && accelerator.asString().isBlank());
    if (!none || resources.flag("use_gpu", false)) {
      throw Problem.invalid(
          resources.path(none ? "use_gpu" : "accelerator")
              + ": set (expected: left out; replicas run as processes of this machine and are given no GPU)");
    }
  }

  private static InstanceType instanceType(Fields resources, String name) {
    InstanceType type = InstanceTypes.find(name);
    if (type == null) {
      var known = InstanceTypes.ALL.stream().map(InstanceType::id).toList();
      throw Problem.invalid(
          "%s: \"%s\" (expected: %s)"
              .formatted(
                  resources.path("instance_type"), Texts.cut(name), String.join(", ", known)));
    }
    return type;
  }

  private static void noControls(String text, String path) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalid(path + ": it has control characters (expected: none)");
    }
  }
}
