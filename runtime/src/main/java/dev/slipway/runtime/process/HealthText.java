package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.process.HealthJudge.Cause;
import java.util.Locale;

/// Sentences about the health of a replica.
final class HealthText {
  private HealthText() {}

  /// A line of the deployment's log, without the replica's name.
  record Line(Level level, String text) {}

  static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// Why a process is ended, as a sentence.
  static String ended(Cause cause, Running process, ReplicaFile file) {
    var judge = process.judge;
    return switch (cause) {
      case SLOW_START ->
          "It was not ready in %d s (%s), so it was ended. Its last probe: %s."
              .formatted(
                  judge.startup().toSeconds(),
                  HealthChecks.STARTUP.name(),
                  notReady(process, file));
      case FAILING -> failing(process, file);
      case SILENCE ->
          "It answered neither its probes nor a request for %d s (%s) and had none in flight, so it was ended."
              .formatted(judge.checks().restart().toSeconds(), HealthChecks.RESTART.name());
    };
  }

  private static String failing(Running process, ReplicaFile file) {
    var judge = process.judge;
    var window = judge.checks().restartSeconds();
    var how =
        window == null || judge.livenessFailing() < window
            ? judge.livenessFailures() + " times in a row"
            : "for %d s (%s)".formatted(judge.livenessFailing(), HealthChecks.RESTART.name());
    return "Its liveness probe, GET %s, failed %s (%s), so it was ended."
        .formatted(file.livenessPath(), how, process.lastAnswer);
  }

  /// How a replica's state has changed.
  static Line change(State before, Running process, ReplicaFile file, int inFlight) {
    var load = probe(process, file) + "; " + requests(inFlight) + " in flight";
    return switch (process.judge.state()) {
      case READY ->
          before == State.BUSY || before == State.SILENT
              ? new Line(
                  Level.INFO, "answers its probes again; " + requests(inFlight) + " in flight")
              : new Line(Level.INFO, "is ready on port " + process.port);
      case BUSY ->
          new Line(Level.INFO, "is busy and keeps its traffic: its probes wait (" + load + ")");
      case SILENT ->
          new Line(
              Level.WARNING,
              "is silent: for long it answered neither probes nor requests (%s); it keeps its traffic until it is silent for %d s (%s)"
                  .formatted(
                      load,
                      process.judge.checks().stopTraffic().toSeconds(),
                      HealthChecks.STOP_TRAFFIC.name()));
      case UNHEALTHY ->
          new Line(Level.WARNING, "is unhealthy and is given no more requests: " + load);
      case STARTING, STOPPING -> new Line(Level.INFO, "is " + name(process.judge.state()));
    };
  }

  /// Why a process is not ready, as part of a sentence, with where it listens.
  static String notReady(Running process, ReplicaFile file) {
    return probe(process, file) + PortText.listening(process);
  }

  private static String requests(int n) {
    return n == 1 ? "1 request" : n + " requests";
  }

  /// The last readiness probe and its answer.
  static String probe(Running process, ReplicaFile file) {
    return "readiness GET %s on port %d: %s"
        .formatted(file.readinessPath(), process.port, process.lastAnswer);
  }
}
