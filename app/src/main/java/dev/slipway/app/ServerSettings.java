package dev.slipway.app;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.engine.history.Upkeep;
import java.nio.file.Path;
import java.time.Duration;

/// What a server is started with.
///
/// @param data its data directory
/// @param host address that both ports are bound to
/// @param managementPort 0 to 65535; 0: any free one
/// @param inferencePort 0 to 65535; 0: any free one
/// @param keepReplicas leave the replicas running when the server stops, for the next start
/// @param upkeep how long audit events are kept
/// @param stopGrace how long a replica may take to end by itself when the server stops
/// @param guards encryption and rate limits
public record ServerSettings(
    Path data,
    String host,
    int managementPort,
    int inferencePort,
    boolean keepReplicas,
    Upkeep.Limits upkeep,
    Duration stopGrace,
    Guards guards) {
  static final int MANAGEMENT_PORT = 8000;
  static final int INFERENCE_PORT = 9090;
  static final String HOST = "127.0.0.1";
  static final String DATA = ".slipway";

  /// A hundred years.
  static final int MAX_AUDIT_DAYS = 36_500;

  public static final Duration STOP_GRACE = Duration.ofSeconds(10);

  public ServerSettings {
    checkPort("--management-port", managementPort);
    checkPort("--inference-port", inferencePort);
    if (managementPort == inferencePort && managementPort != 0) {
      throw new Failure(
          Exit.USAGE,
          "--management-port and --inference-port: both %d (expected: two ports)"
              .formatted(managementPort));
    }
  }

  /// Not encrypted, without rate limits, and with audit events kept as long as they are where
  /// nothing else is set.
  public ServerSettings(
      Path data,
      String host,
      int managementPort,
      int inferencePort,
      boolean keepReplicas,
      Duration stopGrace) {
    this(
        data,
        host,
        managementPort,
        inferencePort,
        keepReplicas,
        Upkeep.Limits.DEFAULT,
        stopGrace,
        Guards.NONE);
  }

  /// How long audit events are kept.
  static Upkeep.Limits audit(int events, int days) {
    if (events < 1) {
      throw new Failure(Exit.USAGE, "--audit-events: %d (expected: 1 or more)".formatted(events));
    }
    if (days < 1 || days > MAX_AUDIT_DAYS) {
      throw new Failure(
          Exit.USAGE, "--audit-days: %d (expected: 1 to %d)".formatted(days, MAX_AUDIT_DAYS));
    }
    return new Upkeep.Limits(events, Duration.ofDays(days));
  }

  private static void checkPort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new Failure(Exit.USAGE, "%s: %d (expected: 0 to 65535)".formatted(name, port));
    }
  }
}
