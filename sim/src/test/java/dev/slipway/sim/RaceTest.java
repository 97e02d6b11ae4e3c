package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.Engine;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.promotion.PromoteOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A command comes in at one exact moment of a turn of the worker.
class RaceTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);

  private final EngineFixture engineFixture = new EngineFixture();
  private Runnable whenTheFleetLooks = () -> {};
  private Runnable whenAFenceIsConfirmed = () -> {};

  @Test
  void aPromoteRightAfterACancelKeepsTheReplicaThatTheWorkerIsAboutToDrain() {
    var created = engineFixture.model("digits");
    var production = EngineFixture.production(created);
    String v2 = engineFixture.push(production.modelId());
    engineFixture.settings(production, CANARY);
    engineFixture.engine = Engine.on(ports(watched(), engineFixture.routes));
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(20));
    engineFixture.settings(production, PromotionSettings.DEFAULT);
    engineFixture.runtime.notReadyAtOnce();

    ok(engineFixture.engine.promotions().cancel(production, ASKED));
    whenTheFleetLooks =
        () ->
            ok(
                engineFixture
                    .engine
                    .promotions()
                    .promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.settle();
    assertThat(engineFixture.view(production).environment().routing().split())
        .isEqualTo(new Split.Whole(v2));
    assertThat(requireNonNull(engineFixture.routes.table().target(v2)).replicas()).hasSize(1);
  }

  @Test
  void aCancelIsNotConfirmedByTheFenceOfACommandThatItOverruled() {
    var created = engineFixture.model("digits");
    var production = EngineFixture.production(created);
    String v2 = engineFixture.push(production.modelId());
    engineFixture.settings(production, CANARY);
    engineFixture.engine = Engine.on(ports(engineFixture.runtime, confirming()));
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    var forward = new Command.ForceRollForward();
    whenAFenceIsConfirmed =
        () -> {
          engineFixture.routes.confirm(false);
          var answer = ok(engineFixture.engine.promotions().cancel(production, ASKED));
          assertThat(answer.canceled()).isFalse();
        };
    ok(engineFixture.engine.promotions().signal(production, forward, ASKED));
    assertThat(requireNonNull(engineFixture.latest(production)).state())
        .as("no gateway has confirmed what the cancel wrote")
        .isInstanceOf(PromotionState.RampingDown.class);

    engineFixture.routes.confirm(true);
    engineFixture.settle();
    assertThat(requireNonNull(engineFixture.latest(production)).state())
        .isInstanceOf(PromotionState.Canceled.class);
  }

  private Engine.Ports ports(Runtime runtime, Routes routes) {
    return new Engine.Ports(
        engineFixture.store,
        runtime,
        routes,
        engineFixture.routes,
        engineFixture.telemetry,
        new Ids(new Random(7)),
        engineFixture.time);
  }

  /// The gateways, with a moment in it: a fence was confirmed, and who asked does not know yet.
  private Routes confirming() {
    return (Routes)
        Proxy.newProxyInstance(
            Routes.class.getClassLoader(),
            new Class<?>[] {Routes.class},
            (_, method, arguments) -> {
              Object result = method.invoke(engineFixture.routes, arguments);
              if (Boolean.TRUE.equals(result)) {
                Runnable now = whenAFenceIsConfirmed;
                whenAFenceIsConfirmed = () -> {};
                now.run();
              }
              return result;
            });
  }

  /// The runtime, with a moment in it: the fleet has read what is written and looks at what runs.
  private Runtime watched() {
    return (Runtime)
        Proxy.newProxyInstance(
            Runtime.class.getClassLoader(),
            new Class<?>[] {Runtime.class},
            (_, method, arguments) -> {
              if (method.getName().equals("replicas") && fleetLooks()) {
                Runnable now = whenTheFleetLooks;
                whenTheFleetLooks = () -> {};
                now.run();
              }
              try {
                return method.invoke(engineFixture.runtime, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean fleetLooks() {
    return StackWalker.getInstance()
        .walk(frames -> frames.limit(6).anyMatch(f -> f.getMethodName().equals("converge")));
  }
}
