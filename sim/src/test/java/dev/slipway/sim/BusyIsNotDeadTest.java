package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.promotion.PromoteOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a replica that is busy, or silent, means for traffic: nothing. Two engines live through the
/// same random story, and in one of them some replicas are busy; whatever is decided is the same.
///
/// `slipway.test.seed` (default 1) says where the seeds begin.
class BusyIsNotDeadTest {
  private static final int STORIES = 150;
  private static final int STEPS = 25;
  private static final int MAX_REPLICAS = 3;
  private static final long FIRST_SEED = Long.getLong("slipway.test.seed", 1);

  /// Everything that is decided about an environment and what serves it.
  private record Decided(
      @Nullable PromotionState state, Routing routing, Map<String, Integer> wanted, long writes) {}

  /// One engine with a model in production and a promotion over it.
  private static final class World {
    final EngineFixture engineFixture = new EngineFixture();
    final EnvironmentKey production;
    final List<String> deployments;

    /// @param random decides the kind of promotion and its size
    World(Random random) {
      var created = engineFixture.model("model");
      production = EngineFixture.production(created);
      String first = created.deployment().deployment().id();
      deployments = List.of(first, engineFixture.push(production.modelId()));
      int replicas = 1 + random.nextInt(MAX_REPLICAS);
      engineFixture.autoscaling(
          production, new AutoscalingSettings(replicas, replicas, 60, 900, 1, 70, null, 50));
      boolean rolling = random.nextBoolean();
      int percent = 1 + random.nextInt(50);
      engineFixture.settings(
          production,
          new PromotionSettings(
              false,
              rolling,
              Cleanup.SCALE_TO_ZERO,
              rolling ? new RollingConfig(percent, 0, 5, 0) : null,
              !rolling,
              100));
      ok(
          engineFixture
              .engine
              .promotions()
              .promote(production, deployments.getLast(), PromoteOptions.DEFAULT, ASKED));
      engineFixture.settle();
    }

    Decided decided() {
      var wanted = new TreeMap<String, Integer>();
      return engineFixture.store.read(tx -> {
        for (String id : deployments) {
          Deployment d = requireNonNull(tx.deployments().find(id));
          wanted.put(id, d.placement().desiredReplicas());
        }
        Promotion last = tx.promotions().latest(production);
        return new Decided(
            last == null ? null : last.state(),
            requireNonNull(tx.environments().find(production)).routing(),
            wanted,
            engineFixture.store.writes());
      });
    }

    List<Replica> replicas(boolean ready) {
      return engineFixture.runtime.replicas().stream().filter(r -> r.ready() == ready).toList();
    }
  }

  @Test
  void aStoryInWhichReplicasAreBusyEndsAsTheOneInWhichTheyAreNot() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + STORIES; seed++) {
      var quiet = new World(new Random(seed));
      var loaded = new World(new Random(seed));
      var random = new Random(seed);
      for (int step = 0; step < STEPS; step++) {
        long story = random.nextLong();
        happens(quiet, new Random(story));
        happens(loaded, new Random(story));
        changeWhoIsBusy(loaded, random, List.of(Replica.State.READY, Replica.State.BUSY));
        loaded.engineFixture.settle();
        assertThat(loaded.decided()).as("seed %d, step %d", seed, step).isEqualTo(quiet.decided());
      }
    }
  }

  @Test
  void silenceMovesNoShareAndHoldsNoCancelUp() {
    var silentCancels = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + STORIES; seed++) {
      var quiet = new World(new Random(seed));
      var silent = new World(new Random(seed));
      var random = new Random(seed);
      for (int steps = random.nextInt(STEPS); steps > 0; steps--) {
        long story = random.nextLong();
        happens(quiet, new Random(story));
        happens(silent, new Random(story));
      }
      Decided before = silent.decided();
      changeWhoIsBusy(silent, random, List.of(Replica.State.READY, Replica.State.SILENT));
      silent.engineFixture.settle();
      assertThat(silent.decided()).as("seed %d", seed).isEqualTo(before);

      var expected = quiet.engineFixture.engine.promotions().cancel(quiet.production, ASKED);
      var answer = silent.engineFixture.engine.promotions().cancel(silent.production, ASKED);
      assertThat(answer.toString()).as("seed %d", seed).isEqualTo(expected.toString());
      quiet.engineFixture.settle();
      silent.engineFixture.settle();
      assertThat(silent.decided()).as("seed %d", seed).isEqualTo(quiet.decided());
      silentCancels += silent.replicas(true).stream().allMatch(Replica::responding) ? 0 : 1;
    }
    assertThat(silentCancels).as("stories that were canceled amid silence").isGreaterThan(20);
  }

  @Test
  void nothingMovesOnTowardsACandidateThatIsSilent() {
    int held = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + STORIES; seed++) {
      var world = new World(new Random(seed));
      String candidate = world.deployments.getLast();
      int share = world.decided().routing().split().percentTo(candidate);
      if (share == 100) {
        continue;
      }
      held++;
      for (Replica r : world.engineFixture.replicasOf(candidate)) {
        world.engineFixture.runtime.silent(r.id());
      }
      for (int i = 0; i < STEPS; i++) {
        // Past every deadline, in the end.
        world.engineFixture.pass(Duration.ofMinutes(5));
        assertThat(world.decided().routing().split().percentTo(candidate))
            .as("seed %d", seed)
            .isEqualTo(share);
        assertThat(requireNonNull(world.decided().state()).isTerminal())
            .as("seed %d: nobody gives a silent candidate up", seed)
            .isFalse();
      }
    }
    assertThat(held).as("stories with a share to hold").isGreaterThan(STORIES / 2);
  }

  /// Time passes, or a replica dies or comes back.
  private static void happens(World world, Random random) {
    var runtime = world.engineFixture.runtime;
    switch (random.nextInt(5)) {
      case 0 -> one(world.replicas(true), random, id -> runtime.dies(id, "exit code 1"));
      case 1, 2 -> world.replicas(false).forEach(r -> runtime.ready(r.id()));
      default -> world.engineFixture.time.advance(Duration.ofSeconds(random.nextInt(25)));
    }
    world.engineFixture.settle();
  }

  private static void one(List<Replica> replicas, Random random, Consumer<String> what) {
    if (!replicas.isEmpty()) {
      what.accept(replicas.get(random.nextInt(replicas.size())).id());
    }
  }

  private static void changeWhoIsBusy(World world, Random random, List<Replica.State> states) {
    for (Replica r : world.replicas(true)) {
      switch (states.get(random.nextInt(states.size()))) {
        case BUSY -> world.engineFixture.runtime.busy(r.id());
        case SILENT -> world.engineFixture.runtime.silent(r.id());
        case READY -> world.engineFixture.runtime.ready(r.id());
        case STARTING, UNHEALTHY, STOPPING -> throw new AssertionError("not a ready state");
      }
    }
  }
}
