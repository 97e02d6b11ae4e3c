package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.engine.port.runtime.Replica.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Judges one process by its probes and by what gateways know of its requests: is it dead, or only
/// busy? Pure: findings and time (nanoseconds of any clock) come in. Used by one thread.
///
/// Only what a probe has met is evidence of death: nothing listens, a connection breaks, an answer
/// says that it is not well. A probe that gets no answer is none: the process may be busy, and is
/// while it completes answers to requests. One that completes none either has a long time, the
/// thresholds of [HealthChecks], and is never replaced for its silence under a request.
final class HealthJudge {
  /// What a probe has met.
  enum Finding {
    /// 2xx.
    GOOD,
    /// Another answer.
    UNWELL,
    /// Nothing listens, or the connection broke without an answer.
    UNREACHABLE,
    /// The connection was accepted, or waits to be, and no answer came in time.
    SILENT
  }

  /// Why a process is to be replaced.
  enum Cause {
    /// It was not ready in time.
    SLOW_START,
    /// Its liveness probes failed.
    FAILING,
    /// Its liveness probes and its requests were not answered for long, and none is in flight.
    SILENCE
  }

  /// @param readinessFailures in a row, after which it is given no requests, or counts as busy
  /// @param livenessFailures in a row, after which it is replaced
  /// @param silence without any answer after which it counts as silent, at least: one that has
  ///   ended a longer silence with an answer is given twice as long
  /// @param farewell how long it is given no requests before it is replaced for its silence, so
  ///   that no request is on its way to it
  record Rules(int readinessFailures, int livenessFailures, Duration silence, Duration farewell) {}

  /// What gateways know of it.
  ///
  /// @param answered changes with each answer that it completes; 0: not known
  record Load(int inFlight, long answered) {}

  /// One of its two probes.
  private static final class Track {
    int failures;
    int unreachable;
    int silences;
    long failingSince;
    long lastFailure;
    long lastAnswer;

    /// @param busySince when it last answered a request and was not unhealthy
    void note(Finding finding, long now, long busySince) {
      switch (finding) {
        case GOOD -> {
          failures = 0;
          unreachable = 0;
          silences = 0;
          lastAnswer = now;
        }
        case UNWELL -> {
          fail(now);
          unreachable = 0;
          lastAnswer = now;
        }
        case UNREACHABLE -> {
          fail(now);
          unreachable++;
        }
        case SILENT -> {
          if (busySince - lastFailure > 0) {
            // It has answered requests since it failed: that was not in a row.
            failures = 0;
            unreachable = 0;
          }
          silences++;
        }
      }
    }

    private void fail(long now) {
      failingSince = failures == 0 ? now : failingSince;
      failures++;
      silences = 0;
      lastFailure = now;
    }

    /// Whether what it met is enough.
    ///
    /// @param seconds how long answers may say that it is not well; null: `limit` of them in a row
    boolean failed(int limit, @Nullable Integer seconds) {
      if (seconds == null) {
        return failures >= limit;
      }
      var failing = lastFailure - failingSince;
      return unreachable >= limit
          || (failures > 0 && failing >= Duration.ofSeconds(seconds).toNanos());
    }
  }

  private final Rules rules;
  private final long startedAt;
  private final Track readiness = new Track();
  private final Track liveness = new Track();
  private HealthChecks checks;
  private Duration startup;
  private boolean wasReady;
  private State state = State.STARTING;
  private long answered;
  private long answeredAt;
  private long longestSilence;
  private boolean adopted;
  private boolean leaving;
  private long leavingSince;

  /// @param startup how long it may take to become ready
  HealthJudge(Rules rules, HealthChecks checks, Duration startup, long startedAt, Load load) {
    this.rules = rules;
    this.checks = checks;
    this.startup = startup;
    this.startedAt = startedAt;
    this.answered = load.answered();
    this.answeredAt = startedAt;
    readiness.lastAnswer = startedAt;
    liveness.lastAnswer = startedAt;
  }

  /// Other thresholds from now on.
  void follow(HealthChecks nextChecks, Duration nextStartup) {
    checks = nextChecks;
    startup = nextStartup;
  }

  /// A process that was ready under an earlier server, and what its first probe met. One probe is
  /// enough: the requests of that server may still be on it.
  void adopt(Finding finding, long now) {
    wasReady = true;
    for (var i = 0; i < rules.readinessFailures(); i++) {
      readiness.note(finding, now, busySince());
    }
    adopted = true;
    judge(now, new Load(0, answered));
  }

  void readiness(Finding finding, long now) {
    readiness.note(finding, now, busySince());
    wasReady |= finding == Finding.GOOD;
  }

  /// What fails within the delay of [HealthChecks] does not count.
  void liveness(Finding finding, long now) {
    if (finding == Finding.GOOD || now - counting() >= 0) {
      liveness.note(finding, now, busySince());
    }
  }

  /// Judges anew; [#state] is its result.
  ///
  /// @return why it is to be replaced; null: it stays
  @Nullable Cause judge(long now, Load load) {
    if (load.answered() != answered) {
      answered = load.answered();
      if (answered != 0) {
        longestSilence = Math.max(longestSilence, silentFor(now));
        answeredAt = now;
      }
    }
    if (!wasReady) {
      return now - startedAt >= startup.toNanos() ? Cause.SLOW_START : null;
    }
    leave(now, load);
    state = next(now);
    if (liveness.failed(rules.livenessFailures(), checks.restartSeconds())) {
      return Cause.FAILING;
    }
    return leaving && now - leavingSince >= rules.farewell().toNanos() ? Cause.SILENCE : null;
  }

  /// It leaves the traffic before it is replaced for its silence, and comes back where a request
  /// was on its way to it in that moment.
  private void leave(long now, Load load) {
    var due =
        liveness.silences > 0
            && now - later(livenessAnswer(), counting()) >= checks.restart().toNanos()
            && load.inFlight() == 0;
    leavingSince = leaving ? leavingSince : now;
    leaving = due;
  }

  private State next(long now) {
    var stopTraffic = checks.stopTraffic().toNanos();
    if (leaving || readiness.failed(rules.readinessFailures(), checks.stopTrafficSeconds())) {
      return State.UNHEALTHY;
    }
    if (readiness.silences < rules.readinessFailures()) {
      return State.READY;
    }
    if (now - later(readiness.lastAnswer, answeredAt) >= stopTraffic) {
      return State.UNHEALTHY;
    }
    return silentFor(now) < Math.max(rules.silence().toNanos(), 2 * longestSilence)
        ? State.BUSY
        : State.SILENT;
  }

  /// One that is unhealthy needs a good probe: what it still answers does not make it busy.
  private long busySince() {
    return state == State.UNHEALTHY ? startedAt : answeredAt;
  }

  /// From when on failing liveness probes count. One that was ready under an earlier server has had
  /// its delay.
  private long counting() {
    return adopted ? startedAt : startedAt + checks.restartDelay().toNanos();
  }

  private long livenessAnswer() {
    return later(liveness.lastAnswer, answeredAt);
  }

  /// How long neither a probe nor a request was answered, in nanoseconds.
  long silentFor(long now) {
    return now - later(readiness.lastAnswer, livenessAnswer());
  }

  long startedAt() {
    return startedAt;
  }

  State state() {
    return state;
  }

  boolean wasReady() {
    return wasReady;
  }

  /// Whether the last readiness probe got no answer.
  boolean silent() {
    return readiness.silences > 0;
  }

  HealthChecks checks() {
    return checks;
  }

  Duration startup() {
    return startup;
  }

  int livenessFailures() {
    return liveness.failures;
  }

  /// Seconds that the liveness probes have failed.
  long livenessFailing() {
    return Duration.ofNanos(liveness.lastFailure - liveness.failingSince).toSeconds();
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
