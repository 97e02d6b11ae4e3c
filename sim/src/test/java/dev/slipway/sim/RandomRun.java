package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.promotion.CancelAnswer;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One seeded random sequence of commands and faults, with [Promises] asked after each step, then
/// everything healed. What it prints when it fails is its seed and its steps.
final class RandomRun {
  private static final int STEPS = 70;
  private static final int MAX_REPLICAS = 8;
  private static final int MAX_DEPLOYMENTS = 5;
  private static final int HEALING_TURNS = 60;

  /// One step in so many is followed by the next before the engine has come to rest.
  private static final int UNSETTLED = 4;

  private static final List<Command> COMMANDS =
      List.of(
          new Command.Cancel(),
          new Command.ForceCancel(),
          new Command.Pause(),
          new Command.Pause(),
          new Command.Resume(),
          new Command.Resume(),
          new Command.ForceRollForward());
  private static final List<Cleanup> CLEANUPS = List.of(Cleanup.values());

  private final EngineFixture engineFixture = new EngineFixture();
  private final long seed;
  private final Random random;
  private final EnvironmentKey production;
  private final Promises promises;
  private final List<String> deployments = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private PromotionSettings settings = PromotionSettings.DEFAULT;

  RandomRun(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    var created = engineFixture.model("m");
    production = EngineFixture.production(created);
    deployments.add(created.deployment().deployment().id());
    deployments.add(engineFixture.push(production.modelId()));
    deployments.add(engineFixture.push(production.modelId()));
    promises = new Promises(engineFixture, production);
    resize(1 + random.nextInt(MAX_REPLICAS));
    changeSettings();
    engineFixture.runtime.notReadyAtOnce();
  }

  void run() {
    try {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      heal();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, step %d: %s%n%s%n%s"
              .formatted(seed, steps.size(), e, String.join("\n", steps), scene()),
          e);
    }
  }

  /// What there is at the moment, for whoever reads a failure.
  private String scene() {
    var lines = new ArrayList<String>();
    var last = engineFixture.latest(production);
    lines.add("last promotion: " + last);
    if (last != null) {
      engineFixture
          .store
          .read(tx -> tx.promotions().events(last.id()))
          .forEach(e -> lines.add("  " + e.at() + " " + e.kind() + ": " + e.text()));
    }
    Snapshot now = Snapshot.take(engineFixture, production);
    lines.add("at " + now.at() + ", " + now.split());
    for (Replica r : engineFixture.runtime.replicas()) {
      String routed = now.routed().contains(r.id()) ? ", routed" : "";
      lines.add(
          "  %s of %s: %s%s, %d in flight"
              .formatted(
                  r.id(),
                  r.deploymentId(),
                  r.state(),
                  routed,
                  engineFixture.routes.inFlight(r.id())));
    }
    return String.join("\n", lines);
  }

  private void step() {
    Snapshot before = Snapshot.take(engineFixture, production);
    // No two steps come between two samples of demand, which is what tells the new size.
    engineFixture.time.advance(Duration.ofSeconds(2));
    Snapshot faulted = act(before);
    if (random.nextInt(UNSETTLED) == 0) {
      // The next thing happens while the engine is still at this one, or has not seen it.
      did("unsettled");
      if (random.nextBoolean()) {
        engineFixture.turn();
      }
      Oracle.check(engineFixture, "seed " + seed);
      promises.unsettled();
      return;
    }
    engineFixture.settle();
    promises.check(before, faulted);
    Oracle.check(engineFixture, "seed " + seed);
    Oracle.checkPublished(engineFixture, "seed " + seed);
  }

  /// Does something by chance.
  ///
  /// @return what could be seen before the engine did anything about it
  private Snapshot act(Snapshot before) {
    int kind = random.nextInt(27);
    switch (kind) {
      case 0, 1, 2 -> promote();
      case 3, 4, 5 -> command(before, COMMANDS.get(random.nextInt(COMMANDS.size())));
      case 6 -> changeSettings();
      case 7 -> {
        int replicas = 1 + random.nextInt(MAX_REPLICAS);
        did("resize " + replicas);
        resize(replicas);
      }
      case 8 -> {
        did("restart");
        engineFixture.restart();
      }
      case 9, 10 -> confirm();
      case 11 -> dieWhole(before.candidate());
      case 12 -> dieWhole(before.previous());
      case 13 -> crashLoop(before.candidate());
      case 14 -> busy();
      case 15, 16, 17, 18 -> becomeReady(random.nextInt(4) == 0 ? 1 : MAX_REPLICAS);
      case 19 -> {
        var jump = Duration.ofSeconds(random.nextInt(9_000) - 600L);
        did("the clock jumps by " + jump);
        engineFixture.time.advance(jump);
      }
      case 20 -> push();
      case 21 -> upkeep();
      case 22 -> silence();
      default -> {
        var time = Duration.ofMillis(random.nextInt(40_000));
        did("pass " + time);
        engineFixture.time.advance(time);
      }
    }
    return Snapshot.take(engineFixture, production);
  }

  private void promote() {
    String id = deployments.get(random.nextInt(deployments.size()));
    boolean active = Snapshot.take(engineFixture, production).active();
    var answer =
        engineFixture.engine.promotions().promote(production, id, PromoteOptions.DEFAULT, ASKED);
    did("promote " + id + ": " + brief(answer));
    if (answer instanceof Answer.Ok<?>) {
      assertThat(active).as("a second promotion was accepted").isFalse();
      promises.promoted(settings);
    }
  }

  private void command(Snapshot before, Command command) {
    int touched = engineFixture.runtime.started().size() + engineFixture.runtime.stopped().size();
    Answer<?> answer = ask(command);
    did(command.action() + " in " + before.last() + ": " + brief(answer));
    boolean accepted = answer instanceof Answer.Ok<?>;
    if (!before.active()) {
      assertThat(accepted).as("P1: with nothing in progress").isFalse();
    }
    if (command instanceof Command.Cancel || command instanceof Command.ForceCancel) {
      assertThat(accepted).as("P1: a cancel is legal").isEqualTo(before.active());
    }
    if (!accepted) {
      assertThat(engineFixture.store.writes())
          .as("a refusal writes nothing")
          .isEqualTo(before.writes());
      assertThat(engineFixture.runtime.started().size() + engineFixture.runtime.stopped().size())
          .as("a refusal touches no replica")
          .isEqualTo(touched);
      return;
    }
    promises.accepted(command);
    if (answer instanceof Answer.Ok<?>(CancelAnswer cancel) && cancel.canceled()) {
      promises.noGatewayRoutesTo(before.candidate());
    }
    repeat(command, answer);
  }

  /// The same again gives the same answer and writes nothing; after the end it is refused.
  private void repeat(Command command, Answer<?> first) {
    Snapshot before = Snapshot.take(engineFixture, production);
    Answer<?> second = ask(command);
    assertThat(engineFixture.store.writes())
        .as("P1: a repeated %s writes nothing", command)
        .isEqualTo(before.writes());
    if (before.active()) {
      assertThat(second).as("P1: the repeated answer").isEqualTo(first);
    } else {
      assertThat(second).as("P1: after the end").isInstanceOf(Answer.No.class);
    }
  }

  private Answer<?> ask(Command command) {
    var promotions = engineFixture.engine.promotions();
    return command instanceof Command.Cancel
        ? promotions.cancel(production, ASKED)
        : promotions.signal(production, command, ASKED);
  }

  private void changeSettings() {
    int percent = 1 + random.nextInt(50);
    boolean surge = random.nextBoolean();
    settings =
        new PromotionSettings(
            random.nextBoolean(),
            random.nextInt(3) > 0,
            CLEANUPS.get(random.nextInt(CLEANUPS.size())),
            new RollingConfig(
                surge ? percent : 0,
                surge ? 0 : percent,
                random.nextInt(3) == 0 ? 0 : random.nextInt(60),
                random.nextInt(3) == 0 ? random.nextInt(100) : 0),
            random.nextBoolean(),
            random.nextInt(200));
    did("settings " + settings);
    engineFixture.settings(production, settings);
  }

  private void resize(int replicas) {
    promises.sized(replicas);
    engineFixture.autoscaling(
        production, new AutoscalingSettings(replicas, replicas, 60, 900, 1, 70, null, 50));
  }

  private void confirm() {
    boolean yes = !engineFixture.routes.confirming();
    did("gateways confirm: " + yes);
    engineFixture.routes.confirm(yes);
  }

  private void push() {
    if (deployments.size() < MAX_DEPLOYMENTS) {
      deployments.add(engineFixture.push(production.modelId()));
      did("push " + deployments.getLast());
    }
  }

  /// What an operator does to a deployment beside promotions; refusals are fine.
  private void upkeep() {
    String model = production.modelId();
    String id = deployments.get(random.nextInt(deployments.size()));
    int kind = random.nextInt(4);
    var all = engineFixture.engine.deployments();
    Answer<?> answer =
        switch (kind) {
          case 0 -> all.activate(model, id, ALICE);
          case 1 -> all.deactivate(model, id, ALICE);
          case 2 -> all.retry(model, id, ALICE);
          default -> all.delete(model, id, ALICE);
        };
    did("upkeep %d of %s: %s".formatted(kind, id, brief(answer)));
    if (answer instanceof Answer.Ok<?>) {
      promises.tended(id);
    }
  }

  private void dieWhole(String deployment) {
    int times = 1 + random.nextInt(5);
    did("all of " + deployment + " die " + times + " times");
    for (Replica r : engineFixture.replicasOf(deployment)) {
      if (times == 1) {
        engineFixture.runtime.unhealthy(r.id());
      }
      for (int i = 0; i < times - 1; i++) {
        engineFixture.runtime.dies(r.id(), "exit code 1");
      }
    }
  }

  private void crashLoop(String deployment) {
    List<Replica> all = engineFixture.replicasOf(deployment);
    if (!all.isEmpty()) {
      String id = all.get(random.nextInt(all.size())).id();
      int times = 1 + random.nextInt(7);
      did("replica " + id + " of " + deployment + " dies " + times + " times");
      for (int i = 0; i < times; i++) {
        engineFixture.runtime.dies(id, "exit code 1");
      }
    }
  }

  private void busy() {
    List<Replica> all = engineFixture.runtime.replicas();
    if (!all.isEmpty()) {
      String id = all.get(random.nextInt(all.size())).id();
      int requests = random.nextInt(3);
      did(requests + " in flight on " + id);
      engineFixture.routes.hold(id, requests);
    }
  }

  /// Some ready replicas answer no probes any more, and some of those no requests either.
  private void silence() {
    for (Replica r : engineFixture.runtime.replicas()) {
      if (r.ready() && random.nextBoolean()) {
        boolean busy = random.nextBoolean();
        did(r.id() + (busy ? " is busy" : " is silent"));
        if (busy) {
          engineFixture.runtime.busy(r.id());
        } else {
          engineFixture.runtime.silent(r.id());
        }
      }
    }
  }

  private void becomeReady(int most) {
    did("up to " + most + " become ready");
    engineFixture.runtime.replicas().stream()
        .filter(r -> r.state() != Replica.State.READY && r.state() != Replica.State.STOPPING)
        .limit(most)
        .forEach(r -> engineFixture.runtime.ready(r.id()));
  }

  private void heal() {
    did("heal");
    engineFixture.routes.confirm(true);
    // A pause lasts until somebody ends it.
    did("resume: " + brief(ask(new Command.Resume())));
    // So does the deactivation of what is in production.
    var current = engineFixture.view(production).current();
    if (current != null) {
      String id = current.deployment().id();
      EngineFixture.ok(
          engineFixture.engine.deployments().activate(production.modelId(), id, ALICE));
      did("activate " + id);
    }
    for (int i = 0; i < HEALING_TURNS; i++) {
      Snapshot before = Snapshot.take(engineFixture, production);
      engineFixture.runtime.replicas().forEach(r -> engineFixture.routes.hold(r.id(), 0));
      becomeReady(Integer.MAX_VALUE);
      engineFixture.time.advance(Duration.ofSeconds(20));
      Snapshot healed = Snapshot.take(engineFixture, production);
      engineFixture.settle();
      promises.check(before, healed);
    }
    Oracle.check(engineFixture, "seed " + seed + " healed");
    Oracle.checkPublished(engineFixture, "seed " + seed + " healed");
    promises.checkEnd();
    assertThat(engineFixture.telemetry.failures()).isEmpty();
  }

  private static String brief(Answer<?> answer) {
    String text = answer.toString();
    return text.substring(0, Math.min(text.length(), 90));
  }

  private void did(String step) {
    steps.add(step);
  }
}
