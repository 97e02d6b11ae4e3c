package dev.slipway.testkit.contract;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RampPlan;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Rows to store, with every part set, and every variant of what can be in them.
public final class StoreContractRows {
  /// A time that only whole nanoseconds can tell.
  public static final Instant T0 = Instant.parse("2026-03-04T05:06:07.123456789Z");

  public static final EnvironmentKey PRODUCTION = new EnvironmentKey("m1", "production");

  public static final AutoscalingSettings AUTOSCALING =
      new AutoscalingSettings(1, 5, 30, 120, 4, 80, 2048, 25);

  public static final Environment.Settings SETTINGS =
      new Environment.Settings(
          AUTOSCALING,
          new PromotionSettings(
              true, true, Cleanup.KEEP, new RollingConfig(0, 25, 60, 200), true, 300),
          "1x2",
          Backpressure.REJECT_ON_FULL);

  public static final List<DeploymentPhase> PHASES =
      List.of(
          new DeploymentPhase.Building(T0, T0.plusSeconds(60)),
          new DeploymentPhase.Deploying(T0, T0.plusNanos(1)),
          new DeploymentPhase.Live(T0),
          new DeploymentPhase.Waking(T0),
          new DeploymentPhase.Inactive(T0),
          new DeploymentPhase.BuildFailed(T0, "tar: \"weights\" \u2013 truncated\nline 2"),
          new DeploymentPhase.DeployFailed(T0, ""));

  public static final List<Split> SPLITS =
      List.of(new Split.None(), new Split.Whole("d1"), new Split.Shared("d1", "d2", 30));

  /// The forms that version 1 wrote.
  public static final List<PromotionKind> KINDS_V1 =
      List.of(
          new PromotionKind.Plain(),
          new PromotionKind.Canary(new RampPlan(Duration.ofSeconds(600, 1))));

  /// The forms that version 2 added.
  public static final List<PromotionKind> KINDS_V2 =
      List.of(
          new PromotionKind.Rolling(
              new RollingPlan(RollingPlan.Mode.UNAVAILABLE, 25, 50, Duration.ofSeconds(60)),
              8,
              Duration.ofMinutes(30)));

  public static final List<PromotionKind> KINDS = both(KINDS_V1, KINDS_V2);

  /// The forms that version 1 wrote.
  public static final List<PromotionState> STATES_V1 =
      List.of(
          new PromotionState.Releasing(T0, T0.plusSeconds(1)),
          new PromotionState.RampingUp(T0, 3, T0.plusSeconds(60), T0.plusSeconds(660)),
          new PromotionState.RampingDown(T0, 30, 8),
          new PromotionState.Succeeded(T0.plusSeconds(9)),
          new PromotionState.Canceled(T0.plusSeconds(9)),
          new PromotionState.Failed(T0.plusSeconds(9), "The candidate died: exit code 137."));

  /// The forms that version 2 added.
  public static final List<PromotionState> STATES_V2 =
      List.of(
          new PromotionState.Held(T0, T0.plusSeconds(1)),
          new PromotionState.Paused(T0, 3, Duration.ofSeconds(4)),
          new PromotionState.RollingUp(T0, 2, 8, T0.plusSeconds(60)),
          new PromotionState.RollingToPause(T0, 2, 8, T0.plusSeconds(60)),
          new PromotionState.Stabilizing(T0, 2, 8, T0.plusSeconds(30), T0.plusSeconds(60)),
          new PromotionState.RollingPaused(T0, 2, 8, 25),
          new PromotionState.Forwarding(T0, 9));

  /// The forms that version 3 added.
  public static final List<PromotionState> STATES_V3 =
      List.of(
          new PromotionState.Returning(T0, 50, 8, T0.plusSeconds(60)),
          new PromotionState.ReturningAfterFailure(T0, 50, 8, T0.plusSeconds(60), "it broke"),
          new PromotionState.Unreadable("terms"));

  public static final List<PromotionState> STATES = both(both(STATES_V1, STATES_V2), STATES_V3);

  private StoreContractRows() {}

  private static <T> List<T> both(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  public static Model model(String id) {
    return new Model(id, "model " + id, "team1", T0, true);
  }

  public static Deployment deployment(String id) {
    return new Deployment(
        id,
        "m1",
        "deployment-" + id,
        T0,
        source(),
        new Deployment.Placement(
            "production", true, "1x2", AUTOSCALING, Backpressure.QUEUE_ON_FULL, 2),
        new DeploymentPhase.Live(T0));
  }

  /// A deployment in which everything that may be null is.
  public static Deployment bareDeployment(String id) {
    var source = new Deployment.Source("a1", null, "{}", null, null, source().launch());
    var placement =
        new Deployment.Placement(null, false, "1x2", AutoscalingSettings.DEFAULT, null, 0);
    return new Deployment(
        id, "m1", "bare-" + id, Instant.EPOCH, source, placement, new DeploymentPhase.Waking(T0));
  }

  public static Deployment.Source source() {
    var launch =
        new LaunchSpec(
            new LaunchSpec.Serving.OwnServer("python serve.py --name \"\u00e9\"", 8080),
            new LaunchSpec.Paths("/predict", "/ready", "/live"),
            Map.of("B", "2", "A", "1 = one"),
            List.of("hf_token", "other"),
            new LaunchSpec.Limits(4, 500, 256),
            Duration.ofMinutes(30));
    return new Deployment.Source(
        "a1",
        "uploads/a1.tar",
        "{\"model_name\":\"x\"}",
        "model_name: x\n",
        "{\"k\":\"v\"}",
        launch);
  }

  /// The source of a deployment that Truss's own server serves.
  public static Deployment.Source trussSource() {
    var launch =
        new LaunchSpec(
            new LaunchSpec.Serving.TrussServer(),
            new LaunchSpec.Paths("/v1/models/model:predict", "/v1/models/model", "/"),
            Map.of(),
            List.of(),
            new LaunchSpec.Limits(1, 1000, 2048),
            Duration.ofMinutes(30));
    return new Deployment.Source("a2", "uploads/a2.tar", "{}", null, null, launch);
  }

  /// A source whose config says how long its probes may fail.
  public static Deployment.Source checkedSource() {
    var of = trussSource();
    var launch = of.launch();
    var checks = new HealthChecks(60, null, 90, 0);
    var paths = new LaunchSpec.Paths("/v1/models/model:predict", "/ready", "/live", checks);
    return new Deployment.Source(
        of.artifact(),
        of.archive(),
        of.config(),
        null,
        null,
        new LaunchSpec(
            launch.serving(),
            paths,
            launch.environment(),
            launch.secrets(),
            launch.limits(),
            launch.releaseTimeout()));
  }

  public static Environment environment(String name) {
    return new Environment(new EnvironmentKey("m1", name), T0, null, null, Routing.EMPTY, SETTINGS);
  }

  public static Promotion promotion(String id, PromotionState state) {
    return new Promotion(
        id,
        PRODUCTION,
        new Promotion.Sides("d1", "d2", "d2"),
        new Promotion.Terms(
            new PromotionKind.Plain(), Cleanup.DEACTIVATE, Cleanup.SCALE_TO_ZERO, 2, T0),
        state,
        1);
  }

  /// The first state of a promotion: it is in progress.
  public static PromotionState releasing() {
    return new PromotionState.Releasing(T0, T0.plusSeconds(1));
  }

  public static PromotionState canceled() {
    return new PromotionState.Canceled(T0.plusSeconds(9));
  }
}
