package dev.slipway.cli.command;

import dev.slipway.cli.host.Failure;
import dev.slipway.cli.term.Durations;
import dev.slipway.wire.SettingsBodies.UpdateAutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdateRollingDeployConfigV1;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The settings of an environment that the command line can change.
final class EnvironmentSettings {
  @Option(
      names = "--ramp",
      paramLabel = "TIME",
      description = "Promote as a canary: ten steps in this time, such as 60s or 10m.")
  private @Nullable String ramp;

  @Option(names = "--no-ramp", description = "Promote in one step.")
  private boolean noRamp;

  @Option(
      names = "--cleanup",
      paramLabel = "STRATEGY",
      description = "The losing side after a promotion: KEEP, SCALE_TO_ZERO or DEACTIVATE.")
  private @Nullable String cleanup;

  @Option(
      names = "--redeploy",
      paramLabel = "true|false",
      arity = "1",
      description = "Always promote a copy.")
  private @Nullable Boolean redeploy;

  @Option(names = "--min-replica", paramLabel = "N", description = "The least replicas.")
  private @Nullable Integer minReplica;

  @Option(names = "--max-replica", paramLabel = "N", description = "The most replicas.")
  private @Nullable Integer maxReplica;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests in flight that a replica is meant for.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--scale-down-delay",
      paramLabel = "TIME",
      description = "How long load must be lower before replicas are stopped.")
  private @Nullable String scaleDownDelay;

  @Mixin private final RollingOptions rolling = new RollingOptions();

  /// The change of promotion settings; null: nothing was given.
  @Nullable UpdatePromotionSettingsV1 promotion() {
    if (ramp != null && noRamp) {
      throw Failure.usage("--ramp and --no-ramp: give one of the two.");
    }
    UpdateRollingDeployConfigV1 tuning = rolling.tuning();
    boolean given =
        ramp != null
            || noRamp
            || cleanup != null
            || redeploy != null
            || rolling.rolling() != null
            || tuning != null;
    if (!given) {
      return null;
    }
    return new UpdatePromotionSettingsV1(
        redeploy,
        rolling.rolling(),
        cleanup,
        tuning,
        (ramp == null && !noRamp) ? null : Boolean.valueOf(ramp != null),
        ramp == null ? null : Durations.seconds("--ramp", ramp));
  }

  /// The change of autoscaling settings; null: nothing was given.
  @Nullable UpdateAutoscalingSettingsV1 autoscaling() {
    if (minReplica == null && maxReplica == null && concurrency == null && scaleDownDelay == null) {
      return null;
    }
    Integer delay =
        scaleDownDelay == null ? null : Durations.seconds("--scale-down-delay", scaleDownDelay);
    return new UpdateAutoscalingSettingsV1(
        minReplica, maxReplica, null, delay, concurrency, null, null, null);
  }
}
