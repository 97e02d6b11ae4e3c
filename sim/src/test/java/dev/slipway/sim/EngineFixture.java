package dev.slipway.sim;

import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.Engine;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.catalog.EnvironmentView;
import dev.slipway.engine.catalog.ModelCatalog;
import dev.slipway.engine.catalog.NewDeployment;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.store.AuditEvent.Actor;
import dev.slipway.engine.promotion.CommandContext;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.testkit.fake.CountingTelemetry;
import dev.slipway.testkit.fake.FakeRoutes;
import dev.slipway.testkit.fake.FakeRuntime;
import dev.slipway.testkit.fake.ManualTime;
import dev.slipway.testkit.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The real engine on a store in memory, a runtime without processes, a data plane without data and
/// a clock that moves when it is told to. Nothing runs by itself: a test turns the worker.
final class EngineFixture {
  static final Duration RAMP = Duration.ofSeconds(100);
  static final Actor ALICE = new Actor("alicekey", "alice", "test");

  /// A command of Alice's, for no reason that she gave.
  static final CommandContext ASKED = because("");

  private static final int TURNS_TO_SETTLE = 60;

  final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  final FakeRuntime runtime = new FakeRuntime(time).allAtOnce();
  final FakeRoutes routes = new FakeRoutes();
  final GuardedRuntime guardedRuntime = new GuardedRuntime(runtime, routes, time);
  final CountingTelemetry telemetry = new CountingTelemetry();
  private final Ids ids = new Ids(new Random(42));
  MemoryStore store = new MemoryStore();
  Engine engine = engine();

  private Engine engine() {
    return Engine.on(new Engine.Ports(store, guardedRuntime, routes, routes, telemetry, ids, time));
  }

  /// kill -9, and the next start: memory is gone, replicas and what was committed are still there.
  void restart() {
    restartOn(store.reopen());
  }

  /// The next start after a loss of power, on no more than what was durable. The replicas are left
  /// as they are, which is the harder case: they know of what is lost.
  void restartAfterPowerLoss() {
    restartOn(store.reopenAfterPowerLoss());
  }

  private void restartOn(MemoryStore found) {
    store = found;
    routes.restart();
    guardedRuntime.restart();
    engine = engine();
    engine.access().load();
  }

  /// Turns the worker once.
  void turn() {
    var _ = engine.worker().turn();
  }

  /// Turns the worker as long as the engine changes anything at this moment of time.
  void settle() {
    long before;
    int turns = 0;
    do {
      before = changes();
      turn();
      if (turns++ > TURNS_TO_SETTLE) {
        throw new AssertionError("the engine does not come to rest");
      }
    } while (before != changes());
  }

  private long changes() {
    return store.writes()
        + runtime.started().size()
        + runtime.stopped().size()
        + routes.table().revision();
  }

  void pass(Duration time) {
    this.time.advance(time);
    settle();
  }

  ModelCatalog.Created model(String name) {
    var created = ok(engine.models().create(name, "team", false, deployment(), ALICE));
    settle();
    return created;
  }

  /// A further deployment of the model, live and outside every environment.
  String push(String model) {
    var created = ok(engine.models().push(model, deployment(), ALICE));
    settle();
    return created.deployment().deployment().id();
  }

  void settings(EnvironmentKey key, PromotionSettings settings) {
    ok(
        engine
            .environments()
            .update(
                key,
                s ->
                    new Environment.Settings(
                        s.autoscaling(), settings, s.instanceType(), s.backpressure()),
                ALICE));
    settle();
  }

  void autoscaling(EnvironmentKey key, AutoscalingSettings settings) {
    ok(
        engine
            .environments()
            .update(
                key,
                s ->
                    new Environment.Settings(
                        settings, s.promotion(), s.instanceType(), s.backpressure()),
                ALICE));
    settle();
  }

  EnvironmentView view(EnvironmentKey key) {
    return ok(engine.environments().find(key));
  }

  @Nullable Promotion latest(EnvironmentKey key) {
    var history = ok(engine.receipts().history(key));
    return history.isEmpty() ? null : history.getFirst();
  }

  List<Replica> replicasOf(String deployment) {
    return runtime.replicas().stream().filter(r -> r.deploymentId().equals(deployment)).toList();
  }

  /// A command of Alice's that is not repeated.
  static CommandContext because(String reason) {
    return new CommandContext(ALICE, reason.isEmpty() ? null : reason, null);
  }

  static EnvironmentKey production(ModelCatalog.Created created) {
    return new EnvironmentKey(created.model().model().id(), EnvironmentKey.PRODUCTION);
  }

  static <T> T ok(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(var value) -> value;
      case Answer.No<T>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  static String refused(Answer<?> answer) {
    return switch (answer) {
      case Answer.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
      case Answer.No<?>(var refusal) -> refusal.message();
    };
  }

  static NewDeployment deployment() {
    var launch =
        new LaunchSpec(
            new LaunchSpec.Serving.OwnServer("serve", 8080),
            new LaunchSpec.Paths("/predict", "/ready", "/live"),
            Map.of(),
            List.of(),
            new LaunchSpec.Limits(4, 1000, 512),
            Duration.ofMinutes(5));
    return deployment(launch);
  }

  static NewDeployment deployment(LaunchSpec launch) {
    var config = new NewDeployment.Config("{}", null, null);
    return new NewDeployment(null, null, config, launch, false, null, PromoteOptions.DEFAULT);
  }
}
