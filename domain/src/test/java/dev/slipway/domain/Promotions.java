package dev.slipway.domain;

import dev.slipway.domain.PromotionState.Canceled;
import dev.slipway.domain.PromotionState.Failed;
import dev.slipway.domain.PromotionState.RampingDown;
import dev.slipway.domain.PromotionState.RampingUp;
import dev.slipway.domain.PromotionState.Releasing;
import dev.slipway.domain.PromotionState.Succeeded;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Promotions to test with: `new` is promoted over `old` in `m/production`.
final class Promotions {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final EnvironmentKey ENVIRONMENT = new EnvironmentKey("m", "production");
  static final RampPlan PLAN = new RampPlan(Duration.ofSeconds(100));
  static final Split OLD = new Split.Whole("old");

  private Promotions() {}

  static Promotion plain(PromotionState state) {
    return promotion(new PromotionKind.Plain(), "old", state);
  }

  static Promotion canary(PromotionState state) {
    return promotion(new PromotionKind.Canary(PLAN), "old", state);
  }

  static Promotion promotion(PromotionKind kind, @Nullable String previous, PromotionState state) {
    return new Promotion(
        "p",
        ENVIRONMENT,
        new Promotion.Sides(previous, "new", "new"),
        new Promotion.Terms(kind, Cleanup.SCALE_TO_ZERO, Cleanup.DEACTIVATE, 2, T0),
        state,
        7);
  }

  static Releasing releasing() {
    return new Releasing(T0, T0.plusSeconds(600));
  }

  static RampingUp rampingUp(int stage) {
    Instant ends = T0.plusSeconds(10L * stage);
    return new RampingUp(T0, stage, ends, ends.plus(PromotionMachine.STALL_TIMEOUT));
  }

  static RampingDown rampingDown() {
    return new RampingDown(T0, 50, 6);
  }

  static Succeeded succeeded() {
    return new Succeeded(T0);
  }

  static Canceled canceled() {
    return new Canceled(T0);
  }

  static Failed failed() {
    return new Failed(T0, "it broke");
  }

  /// The routing that is written while a promotion is in `state`.
  static Routing routing(PromotionState state) {
    return switch (state) {
      case RampingUp r -> new Routing(5, new Split.Shared("old", "new", PLAN.percent(r.stage())));
      case Succeeded _ -> new Routing(6, new Split.Whole("new"));
      case Releasing _, RampingDown _, Canceled _, Failed _ -> new Routing(6, OLD);
    };
  }

  static Observation seen(PromotionState state, Instant at, int ready) {
    return new Observation(at, routing(state), ready, "", false);
  }
}
