package dev.slipway.domain.deployment;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a replica of a deployment is started and spoken to: what its config says, checked.
///
/// @param serving what answers in a replica
/// @param paths where predict and the probes are, and how long the probes may fail
/// @param environment variables of the config; names as given
/// @param secrets names of secrets that the replica is given
/// @param limits what a replica may take
/// @param releaseTimeout how long the first replica may take to become ready
public record LaunchSpec(
    Serving serving,
    Paths paths,
    Map<String, String> environment,
    List<String> secrets,
    Limits limits,
    Duration releaseTimeout) {

  public LaunchSpec {
    environment = Map.copyOf(environment);
    secrets = List.copyOf(secrets);
  }

  /// Whether Truss's own server serves it, so that its build makes a Python environment.
  public boolean runsTruss() {
    return serving instanceof Serving.TrussServer;
  }

  /// The port of the config, used as it stands where the command ignores `PORT`; 0: it has none.
  public int serverPort() {
    return switch (serving) {
      case Serving.OwnServer(_, int port) -> port;
      case Serving.TrussServer _ -> 0;
    };
  }

  /// What answers in a replica.
  public sealed interface Serving {
    /// A server that the model brings.
    ///
    /// @param startCommand a shell command line
    /// @param port 1 to 65535
    record OwnServer(String startCommand, int port) implements Serving {}

    /// Truss's server, on the model of the archive; it listens where `PORT` says.
    record TrussServer() implements Serving {}
  }

  /// How long the probes may fail.
  public HealthChecks healthChecks() {
    return paths.checks() == null ? HealthChecks.NONE : paths.checks();
  }

  /// Where requests and probes go. Each path begins with a slash.
  ///
  /// @param checks how long the two probes may fail; null: the config does not say
  public record Paths(
      String predict, String readiness, String liveness, @Nullable HealthChecks checks) {
    public Paths(String predict, String readiness, String liveness) {
      this(predict, readiness, liveness, null);
    }
  }

  /// @param concurrency requests a replica is given at a time, 1 or more
  /// @param millicpu thousandths of a core
  /// @param memoryMib mebibytes
  public record Limits(int concurrency, int millicpu, int memoryMib) {}
}
