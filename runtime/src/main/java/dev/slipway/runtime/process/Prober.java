package dev.slipway.runtime.process;

import dev.slipway.runtime.process.HttpProbe.Answer;
import dev.slipway.runtime.process.Watch.Event;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.runtime.settings.RuntimeSettings.Probes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Probes one process: decides when, probes on a thread of its own, and judges the answers.
/// Readiness and liveness take turns, so that at most one probe runs.
final class Prober {
  private final Running process;
  private final ReplicaFile file;
  private final Probes settings;
  private final String host;
  private final Ports ports;
  private final int serverPort;
  private final BlockingQueue<Event> mailbox;

  private long nextReadiness = NanoClock.now();
  private long nextLiveness;
  private long startPause;
  private boolean probing;

  /// @param serverPort the config's; 0: not to be tried
  Prober(
      Running process,
      ReplicaFile file,
      RuntimeSettings settings,
      Ports ports,
      int serverPort,
      BlockingQueue<Event> mailbox) {
    this.process = process;
    this.file = file;
    this.settings = settings.probes();
    this.host = settings.bindHost();
    this.ports = ports;
    this.serverPort = serverPort;
    this.mailbox = mailbox;
    this.startPause = this.settings.startInterval().toNanos();
    this.nextLiveness = nextReadiness + this.settings.liveness().interval().toNanos();
  }

  /// Waits for the next event, and begins a probe whenever one is due.
  Event await() throws InterruptedException {
    while (true) {
      if (probing) {
        return mailbox.take();
      }
      var livenessToo = process.wasReady && !file.livenessPath().equals(file.readinessPath());
      var due = livenessToo ? Math.min(nextReadiness, nextLiveness) : nextReadiness;
      var event = mailbox.poll(due - NanoClock.now(), TimeUnit.NANOSECONDS);
      if (event != null) {
        return event;
      }
      begin(livenessToo && nextLiveness < nextReadiness);
    }
  }

  private void begin(boolean liveness) {
    probing = true;
    var port = process.port;
    Thread.ofVirtual().start(() -> mailbox.add(probe(liveness, port)));
  }

  private Event probe(boolean liveness, int port) {
    var pid = process.tree.leader();
    var path = liveness ? file.livenessPath() : file.readinessPath();
    var timeout = (liveness ? settings.liveness() : settings.readiness()).timeout();
    var answer = HttpProbe.get(host, port, path, timeout);
    if (!(answer instanceof Answer.Good) && !process.tree.leaderAlive()) {
      return new Event.Exited(pid, null);
    }
    var tryServerPort = !process.wasReady && answer instanceof Answer.Refused && serverPort > 0;
    if (tryServerPort && port == process.givenPort && ignoresPort()) {
      return new Event.Probed(
          pid, false, HttpProbe.get(host, serverPort, path, timeout), serverPort);
    }
    return new Event.Probed(pid, liveness, answer, port);
  }

  /// Whether this very replica listens on server_port. Where owners cannot be seen, it is enough
  /// that nothing listened there before it was started.
  private boolean ignoresPort() {
    if (!ports.accepts(serverPort)) {
      return false;
    }
    return Ports.ownersVisible()
        ? Ports.listens(process.tree.members(true), serverPort)
        : !process.serverPortTaken;
  }

  /// Reads an answer.
  ///
  /// @return why the process is to be replaced; null: it goes on
  @Nullable String read(Event.Probed probed) {
    probing = false;
    var now = NanoClock.now();
    var good = probed.answer() instanceof Answer.Good;
    process.lastAnswer = probed.answer().why();
    if (probed.liveness()) {
      nextLiveness = now + settings.liveness().interval().toNanos();
      process.livenessFailures = good ? 0 : process.livenessFailures + 1;
    } else {
      readiness(probed, good, now);
    }
    if (process.livenessFailures < settings.liveness().failures()) {
      return null;
    }
    return "Its liveness probe, GET %s, failed %d times in a row (%s), so it was ended."
        .formatted(file.livenessPath(), process.livenessFailures, process.lastAnswer);
  }

  private void readiness(Event.Probed probed, boolean good, long now) {
    if (good) {
      process.port = probed.port();
      process.readinessFailures = 0;
      if (!process.ready) {
        process.ready = true;
        process.readySince = now;
      }
      process.wasReady = true;
    } else {
      process.readinessFailures++;
      if (process.readinessFailures >= settings.readiness().failures()) {
        process.ready = false;
      }
    }
    nextReadiness = now + pause();
    if (process.wasReady && file.livenessPath().equals(file.readinessPath())) {
      alsoLiveness(good, now);
    }
  }

  /// One path for both probes is asked once: a readiness answer counts for liveness at its
  /// interval.
  private void alsoLiveness(boolean good, long now) {
    if (good) {
      process.livenessFailures = 0;
      nextLiveness = now + settings.liveness().interval().toNanos();
    } else if (now >= nextLiveness) {
      process.livenessFailures++;
      nextLiveness = now + settings.liveness().interval().toNanos();
    }
  }

  private long pause() {
    if (process.wasReady) {
      return settings.readiness().interval().toNanos();
    }
    var pause = startPause;
    startPause = Math.min(startPause * 3 / 2 + 1, settings.startIntervalMax().toNanos());
    return pause;
  }
}
