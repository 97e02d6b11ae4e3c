package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.PromotionState.Canceled;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RampPlan;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Promotions to test with: `new` is promoted over `old` in `m/production`.
public final class Promotions {
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  public static final EnvironmentKey ENVIRONMENT = new EnvironmentKey("m", "production");
  public static final RampPlan PLAN = new RampPlan(Duration.ofSeconds(100));
  public static final int SIZE = 10;
  public static final Duration PATIENCE = Duration.ofMinutes(30);
  public static final RollingPlan SURGE =
      new RollingPlan(RollingPlan.Mode.SURGE, 20, 0, Duration.ofSeconds(30));
  public static final Split OLD = new Split.Whole("old");

  private Promotions() {}

  public static Promotion plain(PromotionState state) {
    return promotion(new PromotionKind.Plain(), "old", state);
  }

  public static Promotion canary(PromotionState state) {
    return promotion(new PromotionKind.Canary(PLAN), "old", state);
  }

  public static Promotion rolling(PromotionState state) {
    return promotion(new PromotionKind.Rolling(SURGE, SIZE, PATIENCE), "old", state);
  }

  public static Promotion promotion(
      PromotionKind kind, @Nullable String previous, PromotionState state) {
    return new Promotion(
        "p",
        ENVIRONMENT,
        new Promotion.Sides(previous, "new", "new"),
        new Promotion.Terms(kind, Cleanup.SCALE_TO_ZERO, Cleanup.DEACTIVATE, 2, T0),
        state,
        7);
  }

  public static Releasing releasing() {
    return new Releasing(T0, T0.plusSeconds(600));
  }

  public static RampingUp rampingUp(int stage) {
    Instant ends = T0.plusSeconds(10L * stage);
    return new RampingUp(T0, stage, ends, ends.plus(RampPlan.STALL_TIMEOUT));
  }

  public static PromotionState.Held held() {
    return new PromotionState.Held(T0, T0.plusSeconds(600));
  }

  public static PromotionState.Paused paused(int stage) {
    return new PromotionState.Paused(T0, stage, Duration.ofSeconds(4));
  }

  public static PromotionState.RollingUp rollingStep(int target) {
    return new PromotionState.RollingUp(T0, target, SIZE, T0.plus(PATIENCE));
  }

  public static PromotionState.RollingToPause rollingToPause(int target) {
    return new PromotionState.RollingToPause(T0, target, SIZE, T0.plus(PATIENCE));
  }

  public static PromotionState.Stabilizing stabilizing(int target) {
    return new PromotionState.Stabilizing(T0, target, SIZE, T0.plusSeconds(30), T0.plus(PATIENCE));
  }

  public static PromotionState.RollingPaused rollingPaused(int target) {
    return new PromotionState.RollingPaused(T0, target, SIZE, target * 100 / SIZE);
  }

  public static PromotionState.Forwarding forwarding() {
    return new PromotionState.Forwarding(T0, 6);
  }

  public static PromotionState.Returning returning() {
    return new PromotionState.Returning(T0, 50, SIZE, T0.plus(PATIENCE));
  }

  public static PromotionState.ReturningAfterFailure returningAfterFailure() {
    return returning().after("it broke");
  }

  public static PromotionState.Unreadable unreadable() {
    return new PromotionState.Unreadable("state");
  }

  public static RampingDown rampingDown() {
    return new RampingDown(T0, 50, 6);
  }

  public static Succeeded succeeded() {
    return new Succeeded(T0);
  }

  public static Canceled canceled() {
    return new Canceled(T0);
  }

  public static Failed failed() {
    return new Failed(T0, "it broke");
  }

  /// The routing that is written while a promotion is in `state`.
  public static Routing routing(PromotionState state) {
    return switch (state) {
      case RampingUp r -> shared(PLAN.percent(r.stage()));
      case PromotionState.Paused r -> r.stage() == 0 ? new Routing(5, OLD) : shared(r.stage() * 10);
      case PromotionState.RollingUp r -> shared(r.target() * 100 / r.total());
      case PromotionState.RollingToPause r -> shared(r.target() * 100 / r.total());
      case PromotionState.Stabilizing r -> shared(r.target() * 100 / r.total());
      case PromotionState.RollingPaused r ->
          r.target() == 0 ? new Routing(5, OLD) : shared(r.percent());
      case PromotionState.Forwarding _ -> new Routing(6, new Split.Shared("old", "new", 100));
      case PromotionState.WayBack _, PromotionState.Unreadable _ -> shared(50);
      case Succeeded _ -> new Routing(6, new Split.Whole("new"));
      case Releasing _, PromotionState.Held _, RampingDown _, Canceled _, Failed _ ->
          new Routing(6, OLD);
    };
  }

  private static Routing shared(int percent) {
    return new Routing(5, new Split.Shared("old", "new", percent));
  }

  /// A side with as many replicas ready as are wanted.
  public static Side side(int ready) {
    return new Side(ready, ready, ready, false, 0, null, null);
  }

  /// A side that wants more than it has.
  public static Side side(int desired, int ready) {
    return new Side(desired, ready, ready, false, 0, null, null);
  }

  /// None of its replicas answers.
  public static Side down(int desired) {
    return new Side(desired, 0, 0, true, 0, null, null);
  }

  public static Side broken(int ready, String failure) {
    return new Side(2, ready, ready, false, 0, null, failure);
  }

  /// A healthy previous deployment, and `ready` ready replicas of the candidate.
  public static Observation seen(PromotionState state, Instant at, int ready) {
    return seen(routing(state), at, side(SIZE), side(ready));
  }

  public static Observation seen(Routing routing, Instant at, Side previous, Side candidate) {
    return new Observation(at, routing, previous, candidate, SIZE, false, false);
  }

  static Observation fenced(Observation seen) {
    return new Observation(
        seen.at(), seen.routing(), seen.previous(), seen.candidate(), seen.total(), true, false);
  }
}
