package dev.slipway.domain.deployment;

import dev.slipway.domain.settings.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long the probes of a replica may fail before something is done: what a config says in
/// `runtime.health_checks`, in seconds. A null is a number that the config does not say.
///
/// @param startupSeconds how long the start of one process may take
/// @param stopTrafficSeconds how long probes fail in a row before it is given no more requests
/// @param restartSeconds how long probes fail in a row before its process is replaced
/// @param restartDelaySeconds how long after the start of a process nothing that fails replaces it
public record HealthChecks(
    @Nullable Integer startupSeconds,
    @Nullable Integer stopTrafficSeconds,
    @Nullable Integer restartSeconds,
    @Nullable Integer restartDelaySeconds) {
  public static final Range STARTUP = new Range("startup_threshold_seconds", 10, 3_000);
  public static final Range STOP_TRAFFIC = new Range("stop_traffic_threshold_seconds", 10, 3_000);
  public static final Range RESTART = new Range("restart_threshold_seconds", 10, 3_000);
  public static final Range RESTART_DELAY = new Range("restart_check_delay_seconds", 0, 3_000);

  /// The most that the delay and the window of a restart may be together.
  public static final int MAX_RESTART_SUM = 3_000;

  /// Each window that a config does not say.
  public static final int DEFAULT_SECONDS = 1_800;

  /// Nothing is said.
  public static final HealthChecks NONE = new HealthChecks(null, null, null, null);

  /// How long the start of one process may take.
  ///
  /// @param releaseTimeout how long the first replica may take; a longer one than the default is
  ///   meant for its process too, where the config does not say how long that may take
  public Duration startup(Duration releaseTimeout) {
    var otherwise = Duration.ofSeconds(DEFAULT_SECONDS);
    return startupSeconds != null
        ? Duration.ofSeconds(startupSeconds)
        : releaseTimeout.compareTo(otherwise) > 0 ? releaseTimeout : otherwise;
  }

  /// How long a replica may be silent before it is given no more requests.
  public Duration stopTraffic() {
    return Duration.ofSeconds(stopTrafficSeconds == null ? DEFAULT_SECONDS : stopTrafficSeconds);
  }

  /// How long a replica may be silent before its process is replaced.
  public Duration restart() {
    return Duration.ofSeconds(restartSeconds == null ? DEFAULT_SECONDS : restartSeconds);
  }

  public Duration restartDelay() {
    return Duration.ofSeconds(restartDelaySeconds == null ? 0 : restartDelaySeconds);
  }
}
