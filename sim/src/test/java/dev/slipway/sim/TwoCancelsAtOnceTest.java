package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.Engine;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.promotion.CancelAnswer;
import dev.slipway.engine.promotion.PromoteOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two cancels whose fences overlap: the second one's gateways confirm a newer table, and then the
/// first one's confirmation comes in, before the second one writes its end.
class TwoCancelsAtOnceTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  private final EngineFixture engineFixture = new EngineFixture();
  private final Map<String, Long> awaited = new ConcurrentHashMap<>();
  private final CountDownLatch firstAwaits = new CountDownLatch(1);
  private final CountDownLatch secondConfirmed = new CountDownLatch(1);
  private final CountDownLatch firstConfirmed = new CountDownLatch(1);

  @Test
  void eachReceiptQuotesTheTableThatItsOwnFenceWasConfirmedWith() throws Exception {
    EnvironmentKey one = canary("one");
    EnvironmentKey two = canary("two");
    engineFixture.engine = Engine.on(ports());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CancelAnswer> first = threads.submit(() -> cancel(FIRST, one));
      passed(firstAwaits);
      Future<CancelAnswer> second = threads.submit(() -> cancel(SECOND, two));
      assertThat(first.get(20, TimeUnit.SECONDS).canceled()).isTrue();
      assertThat(second.get(20, TimeUnit.SECONDS).canceled()).isTrue();
    }
    assertThat(awaited.get(SECOND)).isGreaterThan(awaited.get(FIRST));
    assertThat(fenced(one)).endsWith("with table " + awaited.get(FIRST));
    assertThat(fenced(two)).endsWith("with table " + awaited.get(SECOND));
  }

  private EnvironmentKey canary(String name) {
    var production = EngineFixture.production(engineFixture.model(name));
    String v2 = engineFixture.push(production.modelId());
    engineFixture.settings(production, CANARY);
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(20));
    return production;
  }

  private CancelAnswer cancel(String name, EnvironmentKey environment) {
    Thread.currentThread().setName(name);
    return ok(engineFixture.engine.promotions().cancel(environment, ASKED));
  }

  /// What the last promotion's record says of its fence.
  private String fenced(EnvironmentKey environment) {
    String last = requireNonNull(engineFixture.latest(environment)).id();
    return engineFixture.store.read(tx -> tx.promotions().events(last)).stream()
        .filter(e -> e.kind() == LineKind.FENCED)
        .map(e -> e.text())
        .findFirst()
        .orElseThrow();
  }

  private Engine.Ports ports() {
    return new Engine.Ports(
        engineFixture.store,
        engineFixture.runtime,
        watched(Routes.class, engineFixture.routes, this::fenceHolds),
        engineFixture.routes,
        watched(Telemetry.class, engineFixture.telemetry, this::fenceCounted),
        new Ids(new Random(7)),
        engineFixture.time);
  }

  /// The gateways have confirmed, and the one who waits does not know yet.
  private void fenceHolds(Method method, Object[] arguments) {
    if (method.getName().equals("awaitQuiescent")) {
      awaited.put(name(), (Long) arguments[0]);
      if (name().equals(FIRST)) {
        firstAwaits.countDown();
        passed(secondConfirmed);
      }
    }
  }

  /// The fence is through, and the end of the promotion is not written yet.
  private void fenceCounted(Method method, Object[] arguments) {
    if (method.getName().equals("fence")) {
      if (name().equals(FIRST)) {
        firstConfirmed.countDown();
      } else {
        secondConfirmed.countDown();
        passed(firstConfirmed);
      }
    }
  }

  private static String name() {
    return Thread.currentThread().getName();
  }

  private static void passed(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).as("the other cancel came so far").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface After {
    void call(Method method, Object[] arguments);
  }

  /// `real`, with a moment after each of its calls.
  private static <T> T watched(Class<T> type, T real, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              @Nullable Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              after.call(method, arguments);
              return result;
            }));
  }
}
