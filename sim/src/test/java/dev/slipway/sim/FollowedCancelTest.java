package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ASKED;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.Engine;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.promotion.PromoteOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A follower looks while a cancel comes to its end.
class FollowedCancelTest extends ProductionTest {
  private static final PromotionSettings CANARY =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, true, 100);

  private Runnable afterARead = () -> {};

  @Test
  void anAnswerMixesNothingOfTwoMoments() {
    engineFixture.settings(production, CANARY);
    ok(engineFixture.engine.promotions().promote(production, v2, PromoteOptions.DEFAULT, ASKED));
    engineFixture.pass(Duration.ofSeconds(20));
    engineFixture.routes.confirm(false);
    String id = ok(engineFixture.engine.promotions().cancel(production, ASKED)).promotionId();

    var promotionFollower = Engine.on(ports()).promotionFollower();
    afterARead =
        () -> {
          engineFixture.routes.confirm(true);
          engineFixture.settle();
        };
    var before = requireNonNull(promotionFollower.drain(id));
    assertThat(before.answer().canceled()).isFalse();
    assertThat(before.ended()).isFalse();
    assertThat(before.settledAt()).as("written with the end, after what was answered").isNull();

    var after = requireNonNull(promotionFollower.drain(id));
    assertThat(after.answer().canceled()).isTrue();
    assertThat(after.settledAt()).isNotNull();
    assertThat(after.drained()).isTrue();
  }

  private Engine.Ports ports() {
    return new Engine.Ports(
        watched(),
        engineFixture.runtime,
        engineFixture.routes,
        engineFixture.routes,
        engineFixture.telemetry,
        new Ids(new Random(7)),
        engineFixture.time);
  }

  /// The store, with a moment after a read, in which others write.
  private Store watched() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (_, method, arguments) -> {
              @Nullable Object result;
              try {
                result = method.invoke(engineFixture.store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("read")) {
                Runnable now = afterARead;
                afterARead = () -> {};
                now.run();
              }
              return result;
            });
  }
}
