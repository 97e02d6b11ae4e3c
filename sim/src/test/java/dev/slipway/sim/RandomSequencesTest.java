package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ASKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded random commands and faults against the real engine. First anything goes and the oracle is
/// asked after each step; then everything is healed, and the promotion must come to an end.
class RandomSequencesTest {
  private static final int RUNS_PER_SEED = 25;
  private static final int STEPS = 60;
  private static final List<Command> SIGNALS =
      List.of(
          new Command.Pause(),
          new Command.Resume(),
          new Command.ForceCancel(),
          new Command.ForceRollForward());
  private static final List<Cleanup> CLEANUPS = List.of(Cleanup.values());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void thePromisesHoldAfterEveryStepAndEveryPromotionEnds(long seed) {
    for (int run = 0; run < RUNS_PER_SEED; run++) {
      new Voyage(seed * 1_000 + run).sail();
    }
  }

  private static final class Voyage {
    private final EngineFixture harbor = new EngineFixture();
    private final Random random;
    private final long seed;
    private final EnvironmentKey production;
    private final List<String> deployments = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    Voyage(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      var created = harbor.model("m");
      production = EngineFixture.production(created);
      deployments.add(created.deployment().deployment().id());
      deployments.add(harbor.push(production.modelId()));
    }

    void sail() {
      for (int i = 0; i < STEPS; i++) {
        step();
        Oracle.check(harbor, "seed " + seed + ", steps " + steps);
      }
      heal();
      var last = harbor.latest(production);
      assertThat(last == null || last.state().isTerminal())
          .as("seed %s: ends after healing; steps %s", seed, steps)
          .isTrue();
      assertThat(harbor.telemetry.failures()).as("seed " + seed).isEmpty();
    }

    private void step() {
      int kind = random.nextInt(22);
      switch (kind) {
        case 0, 1 ->
            did(
                "promote "
                    + harbor
                        .engine
                        .promotions()
                        .promote(production, any(deployments), PromoteOptions.DEFAULT, ASKED));
        case 2 -> did("cancel " + harbor.engine.promotions().cancel(production, ASKED));
        case 3 -> {
          harbor.settings(production, settings());
          did("settings");
        }
        case 4 -> {
          harbor.restart();
          did("restart");
        }
        case 5 -> {
          boolean confirm = random.nextBoolean();
          harbor.routes.confirm(confirm);
          did("confirm " + confirm);
        }
        case 6 -> replica("unhealthy");
        case 7 -> replica("ready");
        case 8 -> {
          if (deployments.size() < 5) {
            deployments.add(harbor.push(production.modelId()));
          }
          did("push");
        }
        case 9 -> replica("hold");
        case 10 -> replica("free");
        case 11 -> replica("dies");
        case 12 -> upkeep();
        case 13, 14, 15 -> {
          Command command = SIGNALS.get(random.nextInt(SIGNALS.size()));
          did(
              command.action()
                  + " "
                  + harbor.engine.promotions().signal(production, command, ASKED));
        }
        default -> {
          var time = Duration.ofMillis(random.nextInt(30_000));
          harbor.pass(time);
          Oracle.checkPublished(harbor, "seed " + seed + ", steps " + steps);
          did("pass " + time);
        }
      }
    }

    private void replica(String what) {
      List<Replica> all = harbor.runtime.replicas();
      if (!all.isEmpty()) {
        String id = all.get(random.nextInt(all.size())).id();
        switch (what) {
          case "ready" -> harbor.runtime.ready(id);
          case "unhealthy" -> harbor.runtime.unhealthy(id);
          case "dies" -> harbor.runtime.dies(id, "exit code 1");
          case "hold" -> harbor.routes.hold(id, 1);
          case "free" -> harbor.routes.hold(id, 0);
          default -> throw new IllegalArgumentException(what);
        }
        harbor.turn();
      }
      did(what);
    }

    /// What an operator does to a deployment beside promotions; refusals are fine.
    private void upkeep() {
      String model = production.modelId();
      String id = any(deployments);
      var all = harbor.engine.deployments();
      var answer =
          switch (random.nextInt(4)) {
            case 0 -> all.activate(model, id, ALICE);
            case 1 -> all.deactivate(model, id, ALICE);
            case 2 -> all.retry(model, id, ALICE).map(Object::toString);
            default -> all.delete(model, id, ALICE).map(Object::toString);
          };
      did("upkeep " + answer);
    }

    private void heal() {
      harbor.routes.confirm(true);
      // A pause lasts until somebody ends it.
      did("resume " + harbor.engine.promotions().signal(production, new Command.Resume(), ASKED));
      harbor.runtime.replicas().forEach(r -> harbor.routes.hold(r.id(), 0));
      for (int i = 0; i < 40; i++) {
        harbor.runtime.replicas().forEach(r -> harbor.runtime.ready(r.id()));
        harbor.pass(Duration.ofSeconds(20));
      }
      Oracle.check(harbor, "seed " + seed + " healed");
      Oracle.checkPublished(harbor, "seed " + seed + " healed");
    }

    private PromotionSettings settings() {
      var cleanup = CLEANUPS.get(random.nextInt(CLEANUPS.size()));
      return new PromotionSettings(
          random.nextBoolean(),
          random.nextInt(3) == 0,
          cleanup,
          rolling(),
          random.nextBoolean(),
          random.nextInt(200));
    }

    private RollingConfig rolling() {
      int step = 1 + random.nextInt(50);
      boolean surge = random.nextBoolean();
      return new RollingConfig(
          surge ? step : 0, surge ? 0 : step, random.nextInt(60), random.nextInt(3) * 50);
    }

    private String any(List<String> ids) {
      return ids.get(random.nextInt(ids.size()));
    }

    private void did(String step) {
      steps.add(step.length() > 60 ? step.substring(0, 60) : step);
    }
  }
}
