package dev.slipway.api.input;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.wire.Patch;
import dev.slipway.wire.SettingsBodies.UpdateAutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdateRollingDeployConfigV1;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads changes of settings and applies them; what is null stays as it is.
public final class SettingsIn {
  /// The one strategy of rolling promotions.
  public static final String REPLICA = "REPLICA";

  private static final int MAX_INT = Integer.MAX_VALUE;

  private SettingsIn() {}

  private enum RollingStrategy {
    REPLICA
  }

  public static UpdateAutoscalingSettingsV1 autoscaling(Fields f) {
    f.strict(
        "min_replica",
        "max_replica",
        "autoscaling_window",
        "scale_down_delay",
        "concurrency_target",
        "target_utilization_percentage",
        "target_in_flight_tokens",
        "max_scale_down_rate");
    return new UpdateAutoscalingSettingsV1(
        f.integer("min_replica", 0, AutoscalingSettings.MAX_REPLICAS),
        f.integer("max_replica", 1, AutoscalingSettings.MAX_REPLICAS),
        f.integer("autoscaling_window", 10, 3600),
        f.integer("scale_down_delay", 0, 3600),
        f.integer("concurrency_target", 1, 1_000_000),
        f.integer("target_utilization_percentage", 1, 100),
        f.integer("target_in_flight_tokens", 1, MAX_INT),
        f.integer("max_scale_down_rate", 1, 50));
  }

  public static UnaryOperator<AutoscalingSettings> change(UpdateAutoscalingSettingsV1 u) {
    return a ->
        new AutoscalingSettings(
            or(u.minReplica(), a.minReplica()),
            or(u.maxReplica(), a.maxReplica()),
            or(u.autoscalingWindow(), a.autoscalingWindow()),
            or(u.scaleDownDelay(), a.scaleDownDelay()),
            or(u.concurrencyTarget(), a.concurrencyTarget()),
            or(u.targetUtilizationPercentage(), a.targetUtilizationPercentage()),
            u.targetInFlightTokens() == null ? a.targetInFlightTokens() : u.targetInFlightTokens(),
            or(u.maxScaleDownRate(), a.maxScaleDownRate()));
  }

  private static UpdatePromotionSettingsV1 promotion(Fields f) {
    Fields rolling = f.object("rolling_deploy_config");
    Boolean rollingDeploy = f.flag("rolling_deploy");
    Cleanup cleanup = f.choice("promotion_cleanup_strategy", Cleanup.class);
    return new UpdatePromotionSettingsV1(
        f.flag("redeploy_on_promotion"),
        rollingDeploy,
        cleanup == null ? null : cleanup.name(),
        rolling == null ? null : rolling(rolling),
        f.flag("ramp_up_while_promoting"),
        f.integer("ramp_up_duration_seconds", 0, PromotionSettings.MAX_RAMP_SECONDS));
  }

  private static UpdateRollingDeployConfigV1 rolling(Fields f) {
    RollingStrategy strategy = f.choice("rolling_deploy_strategy", RollingStrategy.class);
    return new UpdateRollingDeployConfigV1(
        strategy == null ? null : strategy.name(),
        f.integer("max_surge_percent", 0, 50),
        f.integer("max_unavailable_percent", 0, 50),
        f.integer("stabilization_time_seconds", 0, 3600),
        f.integer("replica_overhead_percent", 0, 500));
  }

  private static UnaryOperator<PromotionSettings> change(UpdatePromotionSettingsV1 u) {
    String cleanup = u.promotionCleanupStrategy();
    return p ->
        new PromotionSettings(
            or(u.redeployOnPromotion(), p.redeployOnPromotion()),
            or(u.rollingDeploy(), p.rollingDeploy()),
            cleanup == null ? p.cleanup() : Cleanup.valueOf(cleanup),
            rolling(u.rollingDeployConfig(), p.rollingConfig()),
            or(u.rampUpWhilePromoting(), p.rampUpWhilePromoting()),
            or(u.rampUpDurationSeconds(), p.rampUpDurationSeconds()));
  }

  private static @Nullable RollingConfig rolling(
      @Nullable UpdateRollingDeployConfigV1 u, @Nullable RollingConfig old) {
    if (u == null) {
      return old;
    }
    RollingConfig from = old == null ? RollingConfig.DEFAULT : old;
    return new RollingConfig(
        or(u.maxSurgePercent(), from.maxSurgePercent()),
        or(u.maxUnavailablePercent(), from.maxUnavailablePercent()),
        or(u.stabilizationTimeSeconds(), from.stabilizationTimeSeconds()),
        or(u.replicaOverheadPercent(), from.replicaOverheadPercent()));
  }

  /// The policy of a change of backpressure settings; leaving it out leaves it.
  public static Patch<Backpressure> policy(Fields f) {
    f.strict("policy");
    Backpressure policy = f.choice("policy", Backpressure.class);
    if (policy != null) {
      return new Patch.Put<>(policy);
    }
    return f.has("policy") ? new Patch.Clear<>() : new Patch.Absent<>();
  }

  /// The settings of a body that creates or changes an environment.
  public static UnaryOperator<Environment.Settings> environment(Fields body) {
    Fields a = body.object("autoscaling_settings");
    Fields p = body.object("promotion_settings");
    Fields b = body.object("request_backpressure_settings");
    var autoscaling =
        a == null ? UnaryOperator.<AutoscalingSettings>identity() : change(autoscaling(a));
    var promotion = p == null ? UnaryOperator.<PromotionSettings>identity() : change(promotion(p));
    Patch<Backpressure> policy = b == null ? new Patch.Absent<>() : policy(b);
    return s ->
        new Environment.Settings(
            autoscaling.apply(s.autoscaling()),
            promotion.apply(s.promotion()),
            s.instanceType(),
            policy.applied(s.backpressure()));
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private static boolean or(@Nullable Boolean given, boolean otherwise) {
    return given == null ? otherwise : given;
  }
}
