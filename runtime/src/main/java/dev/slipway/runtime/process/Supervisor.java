package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Replica.History;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.log.LogStore;
import dev.slipway.runtime.process.HealthJudge.Cause;
import dev.slipway.runtime.process.Watch.End;
import dev.slipway.runtime.process.Watch.Event;
import dev.slipway.runtime.settings.NanoClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Supervises one replica: starts its process, watches it, and starts the next one when it ends,
/// until it is told to stop.
///
/// One virtual thread does all of it, so its fields need no lock. Exits, answers to probes and
/// commands come to it as events in a mailbox, in any order; an event of an earlier process is told
/// by its pid and passed over. Other threads only put events into the mailbox ([#tell]) and read
/// the last published state ([#view]).
///
/// The thread goes round in three steps: [#launch] without a process, [#watch] with one, and
/// [#recover] after its end, which clears up, publishes the reason and waits for the pause of
/// [Backoff].
public final class Supervisor {
  /// How long the other processes of a replica may take to end, once its leader has ended.
  private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(2);

  private final SupervisorContext supervisorContext;
  private final BlockingQueue<Event> mailbox = new LinkedBlockingQueue<>();
  private final Backoff backoff;
  private ReplicaFile file;
  private @Nullable ReplicaSpec spec;
  private volatile @Nullable Running running;
  private volatile Replica view;
  private volatile @Nullable Thread thread;
  private int failedStarts;
  private int restarts;
  private @Nullable String lastFailure;

  public Supervisor(
      SupervisorContext supervisorContext, ReplicaFile file, @Nullable ReplicaSpec spec) {
    this.supervisorContext = supervisorContext;
    this.file = file;
    this.spec = spec;
    this.backoff = new Backoff(supervisorContext.settings().restarts());
    this.view =
        new Replica(
            file.id(), file.deployment(), State.STARTING, null, file.startedAt(), History.NONE);
  }

  /// Adopts a process of an earlier server. Probes it once and waits for the answer, so that a
  /// ready replica is ready at once.
  public void adopt() {
    var checks = file.checks() == null ? HealthChecks.NONE : file.checks();
    var port = file.leader().port();
    var startup = checks.startup(Duration.ZERO);
    var judge = supervisorContext.judge(file, checks, startup);
    var tree = file.tree(supervisorContext.table());
    var process = new Running(tree, port, port, false, false, judge);
    supervisorContext.ports().keep(port);
    var answer =
        HttpProbe.get(
            supervisorContext.settings().bindHost(),
            port,
            file.readinessPath(),
            supervisorContext.settings().probes().readiness().timeout());
    process.lastAnswer = answer.why();
    process.readySince = NanoClock.now();
    if (file.leader().wasReady()) {
      judge.adopt(answer.finding(), NanoClock.now());
    } else {
      judge.readiness(answer.finding(), NanoClock.now());
      var _ = judge.judge(NanoClock.now(), supervisorContext.load(file.id()));
      if (judge.wasReady()) {
        file = file.ready(port);
        supervisorContext.save(file);
      }
    }
    running = process;
    var pid = file.leader().pid();
    ProcessHandle.of(pid)
        .ifPresentOrElse(
            handle -> {
              var _ = handle.onExit().thenRun(() -> mailbox.add(new Event.Exited(pid, null)));
            },
            () -> mailbox.add(new Event.Exited(pid, null)));
    say(
        Level.INFO,
        "is adopted with process %d on port %d: it is %s, %s"
            .formatted(pid, port, HealthText.name(judge.state()), answer.why()));
    show(process);
  }

  public void begin() {
    thread = Thread.ofVirtual().name("replica-" + file.id()).start(this::run);
  }

  /// The replica as it is now.
  public Replica view() {
    return view;
  }

  public void tell(Event event) {
    mailbox.add(event);
  }

  public void join() {
    LogStore.join(thread);
  }

  private void run() {
    try {
      while (true) {
        var process = running;
        var end = process == null ? launch() : watch(process);
        switch (end) {
          case null -> {}
          case End.Closed _ -> {
            return;
          }
          case End.Stopped s -> {
            stop(s.grace());
            return;
          }
          case End.Failed f -> {
            if (!recover(f.reason())) {
              return;
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts a process.
  ///
  /// @return null: it runs
  private @Nullable End launch() {
    var known = spec;
    if (known == null) {
      return new End.Failed("");
    }
    try {
      var process = supervisorContext.launch(known, file, mailbox::add);
      running = process;
      file = supervisorContext.fileOf(file, process);
      say(Level.INFO, "started process " + file.leader().pid() + " on port " + process.givenPort);
      sayMissingSecrets(known);
      show(process);
      return null;
    } catch (IOException e) {
      failedStarts++;
      return new End.Failed("The process could not be started: " + supervisorContext.dirs().why(e));
    }
  }

  private void sayMissingSecrets(ReplicaSpec known) {
    var missing = new ArrayList<>(known.launch().secrets());
    missing.removeAll(known.secrets().keySet());
    if (!missing.isEmpty()) {
      say(
          Level.WARNING,
          "has no value for %s (expected: a secret of that name in the model's team)"
              .formatted(String.join(", ", missing)));
    }
  }

  private End watch(Running process) throws InterruptedException {
    var serverPort = spec == null ? 0 : spec.launch().serverPort();
    var prober = new Prober(process, file, supervisorContext, serverPort, mailbox);
    while (true) {
      switch (prober.await()) {
        case Event.Close _ -> {
          return new End.Closed();
        }
        case Event.Stop s -> {
          return new End.Stopped(s.grace());
        }
        case Event.Known k -> learn(k.spec());
        case Event.Exited e -> {
          // A probe may see a child's end before its exit code is told, which comes at once.
          boolean untold = e.code() == null && process.child;
          if (e.pid() == process.tree.leader() && !untold) {
            return new End.Failed(ProcessEndText.ended(e.code(), process.judge.wasReady()));
          }
        }
        case Event.Probed p -> {
          if (p.pid() == process.tree.leader()) {
            var end = decided(process, prober.read(p), PortText.shared(process, p.port()));
            if (end != null) {
              return end;
            }
          }
        }
        case Event.Look _ -> {
          var end = decided(process, prober.look(), null);
          if (end != null) {
            return end;
          }
        }
      }
    }
  }

  /// @param refusal why it cannot stay, whatever its probes say; null: it may
  /// @return null: it goes on
  private @Nullable End decided(Running process, @Nullable Cause cause, @Nullable String refusal) {
    if (refusal != null) {
      return new End.Failed(refusal);
    }
    if (cause != null) {
      return new End.Failed(HealthText.ended(cause, process, file));
    }
    noteHealth(process);
    return null;
  }

  private void learn(ReplicaSpec known) {
    spec = known;
    var process = running;
    if (process != null) {
      process.judge.follow(known.launch().healthChecks(), SupervisorContext.startup(known));
    }
    supervisorContext.tellEnvironment(known);
  }

  private void noteHealth(Running process) {
    var before = view.state();
    var now = process.judge.state();
    if (now == State.READY && before != State.READY) {
      failedStarts = 0;
      if (!view.ready()) {
        process.readySince = NanoClock.now();
      }
      if (!file.leader().wasReady() || file.leader().port() != process.port) {
        file = file.ready(process.port);
        supervisorContext.save(file);
      }
    }
    if (now != before) {
      var inFlight = supervisorContext.load(file.id()).inFlight();
      var change = HealthText.change(before, process, file, inFlight);
      say(change.level(), change.text());
    }
    noteSlowStart(process);
    show(process);
  }

  /// Says why a process is not ready that takes long to start: seldom, the longer it takes.
  private void noteSlowStart(Running process) {
    var judge = process.judge;
    if (judge.wasReady()) {
      process.notReady = null;
      return;
    }
    var now = NanoClock.now();
    var since = now - judge.startedAt();
    var first = supervisorContext.settings().probes().notReady().toNanos();
    if (since < Math.max(first, process.nextWord)) {
      return;
    }
    process.nextWord = since * 2;
    process.notReady = HealthText.notReady(process, file);
    say(
        Level.WARNING,
        "is not ready after %d s: %s"
            .formatted(Duration.ofNanos(since).toSeconds(), process.notReady));
  }

  /// Clears up after a process, and waits until the next one may start.
  ///
  /// @return false: the replica has ended
  private boolean recover(String seen) throws InterruptedException {
    var reason = seen;
    var process = running;
    var readyFor = Duration.ZERO;
    if (process != null) {
      var grace = NanoClock.now() + LEFTOVER_GRACE.toNanos();
      ProcessKill.end(process.tree, true, () -> grace);
      supervisorContext.logs().processEnded(file.id());
      readyFor =
          process.judge.wasReady()
              ? Duration.ofNanos(NanoClock.now() - process.readySince)
              : readyFor;
      if (!process.judge.wasReady()) {
        failedStarts++;
        var lines = supervisorContext.logs().longTail(file.deployment(), file.id());
        reason += PortText.afterEnd(process, spec, lines);
      }
      supervisorContext.release(file, process);
      file = file.with(ReplicaFile.Leader.NONE);
    }
    lastFailure =
        ProcessEndText.withTail(
            reason, supervisorContext.logs().tail(file.deployment(), file.id()));
    running = null;
    say(Level.ERROR, reason);
    if (spec == null) {
      // It was adopted and its secrets are not known: another replica takes its place.
      supervisorContext.gone(file);
      return false;
    }
    supervisorContext.save(file);
    var pause = backoff.after(readyFor);
    restarts += process == null ? 0 : 1;
    show(State.UNHEALTHY, null);
    say(Level.INFO, "is started again in " + pause.toMillis() + " ms");
    return waitFor(pause);
  }

  private boolean waitFor(Duration pause) throws InterruptedException {
    var until = NanoClock.now() + pause.toNanos();
    while (true) {
      switch (mailbox.poll(until - NanoClock.now(), TimeUnit.NANOSECONDS)) {
        case null -> {
          show(State.STARTING, null);
          return true;
        }
        case Event.Close _ -> {
          return false;
        }
        case Event.Stop s -> {
          stop(s.grace());
          return false;
        }
        case Event.Known k -> learn(k.spec());
        case Event.Exited _, Event.Probed _, Event.Look _ -> {}
      }
    }
  }

  private void stop(Duration grace) {
    var process = running;
    show(State.STOPPING, process);
    if (process != null) {
      say(Level.INFO, "is asked to end, and has " + grace.toMillis() + " ms");
      var deadline = new long[] {NanoClock.now() + grace.toNanos()};
      ProcessKill.end(process.tree, true, () -> bringForward(deadline));
      supervisorContext.release(file, process);
    }
    supervisorContext.logs().processEnded(file.id());
    say(Level.INFO, process == null ? "is not started again" : "has ended");
    supervisorContext.gone(file);
  }

  /// The deadline, brought forward by a later and more urgent stop.
  private long bringForward(long[] deadline) {
    for (var event = mailbox.poll(); event != null; event = mailbox.poll()) {
      if (event instanceof Event.Stop s) {
        var earlier = NanoClock.now() + s.grace().toNanos();
        deadline[0] = earlier - deadline[0] < 0 ? earlier : deadline[0];
      }
    }
    return deadline[0];
  }

  private void show(Running process) {
    show(process.judge.state(), process);
  }

  private void show(State state, @Nullable Running process) {
    var address =
        process == null
            ? null
            : new Replica.Address(supervisorContext.settings().bindHost(), process.port);
    var next =
        new Replica(
            file.id(),
            file.deployment(),
            state,
            address,
            file.startedAt(),
            new History(
                failedStarts, restarts, lastFailure, process == null ? null : process.notReady));
    if (!next.equals(view)) {
      view = next;
      supervisorContext.changed();
    }
  }

  private void say(Level level, String what) {
    supervisorContext
        .logs()
        .replica(file.deployment(), file.id(), level, "replica " + file.id() + ": " + what);
  }
}
