package dev.slipway.runtime.settings;

import java.time.Duration;

/// Intervals and limits of the local runtime.
///
/// @param bindHost loopback address that replicas are spoken to on
public record RuntimeSettings(
    Probes probes,
    Restarts restarts,
    LogLimits logs,
    ArchiveLimits archives,
    BuildLimits builds,
    String bindHost) {

  /// How replicas are watched.
  ///
  /// @param startInterval first pause between readiness probes of a process that is starting
  /// @param startIntervalMax what that pause grows to
  /// @param interval pause between readiness probes of a ready one
  /// @param timeout how long a readiness probe may take
  /// @param unhealthyAfter failed readiness probes in a row that make a ready replica unhealthy
  /// @param livenessInterval pause between liveness probes
  /// @param livenessTimeout how long a liveness probe may take
  /// @param restartAfter failed liveness probes in a row after which the process is replaced
  public record Probes(
      Duration startInterval,
      Duration startIntervalMax,
      Duration interval,
      Duration timeout,
      int unhealthyAfter,
      Duration livenessInterval,
      Duration livenessTimeout,
      int restartAfter) {
    public static final Probes DEFAULT =
        new Probes(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            2,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            6);
  }

  /// How long a replica whose process ended waits for the next one.
  ///
  /// @param firstDelay after the first end; doubled by each further one
  /// @param maxDelay what it grows to
  /// @param resetAfter time of readiness after which the delay is `firstDelay` again
  public record Restarts(Duration firstDelay, Duration maxDelay, Duration resetAfter) {
    public static final Restarts DEFAULT =
        new Restarts(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  /// How much of the logs is kept.
  ///
  /// @param lineBytes longest line; longer ones are cut into several
  /// @param segmentBytes size at which a log file is closed and the next one begun
  /// @param segments files kept of one replica
  /// @param deploymentBytes size of all log files of one deployment, oldest go first
  /// @param rawBytes how much of the file that a replica writes to may stay once it is read
  /// @param idleInterval longest pause between two looks at what a replica has written, where the
  ///   machine does not tell of it (see [OutputPoller])
  public record LogLimits(
      int lineBytes,
      long segmentBytes,
      int segments,
      long deploymentBytes,
      long rawBytes,
      Duration idleInterval) {
    public static final LogLimits DEFAULT =
        new LogLimits(16 << 10, 4L << 20, 8, 256L << 20, 8L << 20, Duration.ofMillis(500));
  }

  /// What an archive may hold.
  ///
  /// @param entries files, directories and links
  /// @param bytes unpacked size
  /// @param pathLength characters of an entry's name
  /// @param builds archives unpacked at the same time
  public record ArchiveLimits(int entries, long bytes, int pathLength, int builds) {
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(100_000, 32L << 30, 1024, 2);
  }

  /// What the build of a Truss model may take.
  ///
  /// @param deadline of the whole build; less than the engine's, so that the reason says more
  /// @param environmentBytes size of a Python environment
  public record BuildLimits(Duration deadline, long environmentBytes) {
    public static final BuildLimits DEFAULT = new BuildLimits(Duration.ofMinutes(25), 32L << 30);
  }

  public static final String LOOPBACK = "127.0.0.1";

  public static final RuntimeSettings DEFAULT =
      new RuntimeSettings(
          Probes.DEFAULT,
          Restarts.DEFAULT,
          LogLimits.DEFAULT,
          ArchiveLimits.DEFAULT,
          BuildLimits.DEFAULT,
          LOOPBACK);
}
