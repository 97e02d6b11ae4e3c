package dev.slipway.api.input;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.wire.Patch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads changes of settings, to be applied to those that are there; a setting that is missing or
/// null stays as it is. Their limits are those of the domain.
public final class SettingsIn {
  /// The one strategy of rolling promotions.
  public static final String REPLICA = "REPLICA";

  private SettingsIn() {}

  private enum RollingStrategy {
    REPLICA
  }

  public static UnaryOperator<AutoscalingSettings> autoscaling(Fields f) {
    f.strict(
        "min_replica",
        "max_replica",
        "autoscaling_window",
        "scale_down_delay",
        "concurrency_target",
        "target_utilization_percentage",
        "target_in_flight_tokens",
        "max_scale_down_rate");
    Integer min = f.integer(AutoscalingSettings.MIN_REPLICA);
    Integer max = f.integer(AutoscalingSettings.MAX_REPLICA);
    Integer window = f.integer(AutoscalingSettings.AUTOSCALING_WINDOW);
    Integer delay = f.integer(AutoscalingSettings.SCALE_DOWN_DELAY);
    Integer concurrency = f.integer(AutoscalingSettings.CONCURRENCY_TARGET);
    Integer utilization = f.integer(AutoscalingSettings.TARGET_UTILIZATION_PERCENTAGE);
    Integer tokens = f.integer(AutoscalingSettings.TARGET_IN_FLIGHT_TOKENS);
    Integer rate = f.integer(AutoscalingSettings.MAX_SCALE_DOWN_RATE);
    return a ->
        new AutoscalingSettings(
            or(min, a.minReplica()),
            or(max, a.maxReplica()),
            or(window, a.autoscalingWindow()),
            or(delay, a.scaleDownDelay()),
            or(concurrency, a.concurrencyTarget()),
            or(utilization, a.targetUtilizationPercentage()),
            tokens == null ? a.targetInFlightTokens() : tokens,
            or(rate, a.maxScaleDownRate()));
  }

  private static UnaryOperator<PromotionSettings> promotion(Fields f) {
    Boolean redeploy = f.flag("redeploy_on_promotion");
    Boolean rollingDeploy = f.flag("rolling_deploy");
    Cleanup cleanup = f.choice("promotion_cleanup_strategy", Cleanup.class);
    Fields config = f.object("rolling_deploy_config");
    UnaryOperator<RollingConfig> rolling = config == null ? null : rolling(config);
    Boolean rampUp = f.flag("ramp_up_while_promoting");
    Integer seconds = f.integer(PromotionSettings.RAMP_UP_DURATION_SECONDS);
    return p ->
        new PromotionSettings(
            or(redeploy, p.redeployOnPromotion()),
            or(rollingDeploy, p.rollingDeploy()),
            cleanup == null ? p.cleanup() : cleanup,
            rolling == null ? p.rollingConfig() : rolling.apply(orDefault(p.rollingConfig())),
            or(rampUp, p.rampUpWhilePromoting()),
            or(seconds, p.rampUpDurationSeconds()));
  }

  private static UnaryOperator<RollingConfig> rolling(Fields f) {
    f.choice("rolling_deploy_strategy", RollingStrategy.class);
    Integer surge = f.integer(RollingConfig.MAX_SURGE_PERCENT);
    Integer unavailable = f.integer(RollingConfig.MAX_UNAVAILABLE_PERCENT);
    Integer stabilization = f.integer(RollingConfig.STABILIZATION_TIME_SECONDS);
    Integer overhead = f.integer(RollingConfig.REPLICA_OVERHEAD_PERCENT);
    return c ->
        new RollingConfig(
            or(surge, c.maxSurgePercent()),
            or(unavailable, c.maxUnavailablePercent()),
            or(stabilization, c.stabilizationTimeSeconds()),
            or(overhead, c.replicaOverheadPercent()));
  }

  private static RollingConfig orDefault(@Nullable RollingConfig config) {
    return config == null ? RollingConfig.DEFAULT : config;
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
    var autoscaling = a == null ? UnaryOperator.<AutoscalingSettings>identity() : autoscaling(a);
    var promotion = p == null ? UnaryOperator.<PromotionSettings>identity() : promotion(p);
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
