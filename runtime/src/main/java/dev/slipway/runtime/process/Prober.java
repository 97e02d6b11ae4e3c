package dev.slipway.runtime.process;

import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.process.HealthJudge.Cause;
import dev.slipway.runtime.process.HealthJudge.Finding;
import dev.slipway.runtime.process.Watch.Event;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeSettings.Probes;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Probes one process: decides when, probes on a thread of its own, and hands the answers to its
/// [HealthJudge]. Readiness and liveness take turns, so that at most one probe runs.
final class Prober {
  private final Running process;
  private final ReplicaFile file;
  private final SupervisorContext supervisorContext;
  private final Probes settings;
  private final int serverPort;
  private final BlockingQueue<Event> mailbox;

  private long nextReadiness = NanoClock.now();
  private long nextLiveness;
  private long startPause;
  private boolean probing;

  /// It was silent, and has not answered a probe as fast as it should since.
  private boolean patient;

  /// @param serverPort the config's; 0: not to be tried
  Prober(
      Running process,
      ReplicaFile file,
      SupervisorContext supervisorContext,
      int serverPort,
      BlockingQueue<Event> mailbox) {
    this.process = process;
    this.file = file;
    this.supervisorContext = supervisorContext;
    this.settings = supervisorContext.settings().probes();
    this.serverPort = serverPort;
    this.mailbox = mailbox;
    this.startPause = this.settings.startInterval().toNanos();
    this.nextLiveness = nextReadiness + this.settings.liveness().interval().toNanos();
    this.patient = process.judge.silent();
  }

  /// Waits for the next event, and begins a probe whenever one is due.
  Event await() throws InterruptedException {
    while (true) {
      var livenessToo = process.judge.wasReady() && !onePath();
      var due = livenessToo && nextLiveness < nextReadiness ? nextLiveness : nextReadiness;
      var event = next(due);
      if (event != null) {
        return event;
      }
      if (!probing && due - NanoClock.now() <= 0) {
        begin(livenessToo && nextLiveness < nextReadiness);
      } else {
        return new Event.Look();
      }
    }
  }

  /// @return null: a probe is due, or it is time for a look at one that is not well
  private @Nullable Event next(long due) throws InterruptedException {
    var looking = process.judge.state() != State.READY;
    if (probing && !looking) {
      return mailbox.take();
    }
    var now = NanoClock.now();
    var look = now + settings.silence().look().toNanos();
    var until = probing || (looking && look - due < 0) ? look : due;
    return mailbox.poll(until - now, TimeUnit.NANOSECONDS);
  }

  private boolean onePath() {
    return file.livenessPath().equals(file.readinessPath());
  }

  private void begin(boolean liveness) {
    probing = true;
    var port = process.port;
    var ready = process.judge.wasReady();
    var usual = (liveness ? settings.liveness() : settings.readiness()).timeout();
    var timeout = patient ? settings.silence().timeout() : usual;
    Thread.ofVirtual().start(() -> mailbox.add(probe(liveness, port, timeout, ready)));
  }

  private Event probe(boolean liveness, int port, Duration timeout, boolean wasReady) {
    var pid = process.tree.leader();
    var path = liveness ? file.livenessPath() : file.readinessPath();
    var host = supervisorContext.settings().bindHost();
    var begun = NanoClock.now();
    var answer = HttpProbe.get(host, port, path, timeout);
    if (!answer.good() && !process.tree.leaderAlive()) {
      return new Event.Exited(pid, null);
    }
    var tryServerPort = !wasReady && answer.refused() && serverPort > 0;
    if (tryServerPort && port == process.givenPort && ignoresPort()) {
      answer = HttpProbe.get(host, serverPort, path, timeout);
      port = serverPort;
    }
    return new Event.Probed(pid, liveness, answer, port, NanoClock.now() - begun);
  }

  /// Whether this very replica listens on server_port. Where owners cannot be seen, it is enough
  /// that nothing listened there before it was started.
  private boolean ignoresPort() {
    if (!supervisorContext.ports().accepts(serverPort)) {
      return false;
    }
    return ListeningSockets.visible()
        ? ListeningSockets.of(process.tree.members(true)).stream()
            .anyMatch(socket -> socket.port() == serverPort)
        : !process.serverPortTaken;
  }

  /// Reads an answer, judges the process by it, and plans the next probe.
  ///
  /// @return why the process is to be replaced; null: it goes on
  @Nullable Cause read(Event.Probed probed) {
    probing = false;
    var now = NanoClock.now();
    var finding = probed.answer().finding();
    process.lastAnswer = probed.answer().why();
    if (probed.liveness()) {
      nextLiveness = now + settings.liveness().interval().toNanos();
      process.judge.liveness(finding, now);
      return look();
    }
    process.judge.readiness(finding, now);
    if (finding == Finding.GOOD) {
      process.port = probed.port();
      patient &= probed.nanos() > settings.readiness().timeout().toNanos();
    }
    // One path for both probes is asked once: an answer counts for liveness at its interval.
    var due = finding == Finding.GOOD || now - nextLiveness >= 0;
    if (process.judge.wasReady() && onePath() && due) {
      process.judge.liveness(finding, now);
      nextLiveness = now + settings.liveness().interval().toNanos();
    }
    var cause = look();
    nextReadiness = now + pause();
    return cause;
  }

  /// Judges the process by all that is known now.
  ///
  /// @return why it is to be replaced; null: it goes on
  @Nullable Cause look() {
    var cause = process.judge.judge(NanoClock.now(), supervisorContext.load(file.id()));
    patient |= quiet();
    return cause;
  }

  /// Whether it gives no answers, so that it is asked seldom and patiently.
  private boolean quiet() {
    return switch (process.judge.state()) {
      case BUSY, SILENT -> true;
      case STARTING, UNHEALTHY -> process.judge.silent();
      case READY, STOPPING -> false;
    };
  }

  private long pause() {
    if (process.judge.wasReady()) {
      return (quiet() ? settings.silence().interval() : settings.readiness().interval()).toNanos();
    }
    var pause = startPause;
    startPause = Math.min(startPause * 3 / 2 + 1, settings.startIntervalMax().toNanos());
    return pause;
  }
}
