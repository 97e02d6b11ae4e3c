package dev.slipway.runtime.settings;

import dev.slipway.engine.port.runtime.Runtime;
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

  /// Probes of a replica.
  ///
  /// @param startInterval first pause between readiness probes of a process that is starting
  /// @param startIntervalMax the pause that it grows to
  /// @param readiness probes of a ready replica; their failures make it unhealthy
  /// @param liveness their failures replace the process
  /// @param silence how a replica is probed that gives no answer
  /// @param notReady how long a start takes before it is said why; doubled each time
  public record Probes(
      Duration startInterval,
      Duration startIntervalMax,
      Probe readiness,
      Probe liveness,
      Silence silence,
      Duration notReady) {
    public static final Probes DEFAULT =
        new Probes(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            new Probe(Duration.ofSeconds(2), Duration.ofSeconds(2), 2),
            new Probe(Duration.ofSeconds(10), Duration.ofSeconds(5), 6),
            Silence.DEFAULT,
            Duration.ofSeconds(10));
  }

  /// Probes of a replica that did not answer the one before. They are few and wait long: a server
  /// with one thread answers each of them when it gets to it, also those that were given up, and
  /// they take places in its queue.
  ///
  /// @param after how long without any answer, before a replica counts as silent
  /// @param interval the pause between two probes
  /// @param timeout how long one may take
  /// @param look how often it is looked whether it has answered a request meanwhile
  public record Silence(Duration after, Duration interval, Duration timeout, Duration look) {
    public static final Silence DEFAULT =
        new Silence(
            Runtime.SILENCE, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1));
  }

  /// One kind of probe.
  ///
  /// @param interval the pause between two of them
  /// @param timeout how long one may take
  /// @param failures how many must fail in a row to have an effect
  public record Probe(Duration interval, Duration timeout, int failures) {}

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

  /// Limits of an uploaded archive.
  ///
  /// @param entries files, directories and links
  /// @param bytes unpacked size
  /// @param pathLength characters of an entry's name
  /// @param builds archives unpacked at the same time
  public record ArchiveLimits(int entries, long bytes, int pathLength, int builds) {
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(100_000, 32L << 30, 1024, 2);
  }

  /// Limits of the build of a Truss model.
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
