package dev.slipway.cli.term;

import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.SettingsBodies.AutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.PromotionSettingsV1;
import dev.slipway.wire.SettingsBodies.RollingDeployConfigV1;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One environment as a person reads it. A setting that a server leaves out has its published
/// default.
public final class EnvironmentText {
  private static final String CLEANUP = "SCALE_TO_ZERO";
  private static final int RAMP_SECONDS = 600;
  private static final int SURGE_PERCENT = 25;

  private EnvironmentText() {}

  public static String of(Terminal t, EnvironmentV1 e) {
    AutoscalingSettingsV1 autoscaling = e.autoscalingSettings();
    PromotionSettingsV1 promotion = e.promotionSettings();
    String cleanup = promotion.promotionCleanupStrategy();
    return new TextTable(t.bold(e.name()), "")
        .row("current", Cells.deployment(t, e.currentDeployment()))
        .row("candidate", Cells.deployment(t, e.candidateDeployment()))
        .row("promotion", Cells.promotion(t, e))
        .row("promotions go", kind(promotion))
        .row("losing side", cleanup == null ? CLEANUP : cleanup)
        .row("replicas", autoscaling.minReplica() + " to " + autoscaling.maxReplica())
        .row("concurrency", autoscaling.concurrencyTarget() + " a replica")
        .row("scale-down after", delay(autoscaling))
        .row("instance type", Cells.orDash(e.instanceType().name()))
        .format();
  }

  private static String delay(AutoscalingSettingsV1 autoscaling) {
    Integer seconds = autoscaling.scaleDownDelay();
    return seconds == null ? "-" : Durations.human(Duration.ofSeconds(seconds));
  }

  /// How promotions to an environment go, in a word or two.
  public static String kind(PromotionSettingsV1 settings) {
    if (Boolean.TRUE.equals(settings.rollingDeploy())) {
      RollingDeployConfigV1 config = settings.rollingDeployConfig();
      return config == null ? "rolling" : rolling(config);
    }
    int seconds = or(settings.rampUpDurationSeconds(), RAMP_SECONDS);
    return Boolean.TRUE.equals(settings.rampUpWhilePromoting()) && seconds > 0
        ? "canary over " + Durations.human(Duration.ofSeconds(seconds))
        : "in one step";
  }

  /// `rolling, 20 % surge a step`, and what else is set.
  private static String rolling(RollingDeployConfigV1 config) {
    int surge = or(config.maxSurgePercent(), SURGE_PERCENT);
    int unavailable = or(config.maxUnavailablePercent(), 0);
    int rest = or(config.stabilizationTimeSeconds(), 0);
    int overhead = or(config.replicaOverheadPercent(), 0);
    if (surge + unavailable == 0) {
      return "rolling";
    }
    return "rolling, "
        + (surge > 0 ? surge + " % surge" : unavailable + " % unavailable")
        + " a step"
        + (rest > 0 ? ", " + rest + " s rest" : "")
        + (overhead > 0 ? ", " + overhead + " % overhead" : "");
  }

  private static int or(@Nullable Integer value, int published) {
    return value == null ? published : value;
  }
}
