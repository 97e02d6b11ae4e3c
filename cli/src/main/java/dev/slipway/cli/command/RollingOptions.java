package dev.slipway.cli.command;

import dev.slipway.cli.host.Failure;
import dev.slipway.cli.term.Durations;
import dev.slipway.wire.SettingsBodies.UpdateRollingDeployConfigV1;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that tune rolling promotions to an environment.
final class RollingOptions {
  @Option(
      names = "--rolling",
      negatable = true,
      fallbackValue = "true",
      description = "Promote replica by replica; --no-rolling: not any more.")
  private @Nullable Boolean rolling;

  @Option(
      names = "--max-surge",
      paramLabel = "PERCENT",
      description = "Size of a step; its replicas are started on top. 1 to 50.")
  private @Nullable Integer maxSurge;

  @Option(
      names = "--max-unavailable",
      paramLabel = "PERCENT",
      description = "Size of a step; as many replicas are stopped first. 1 to 50.")
  private @Nullable Integer maxUnavailable;

  @Option(
      names = "--stabilization",
      paramLabel = "TIME",
      description = "How long the split rests after each step, such as 30s. At most 1h.")
  private @Nullable String stabilization;

  @Option(
      names = "--overhead",
      paramLabel = "PERCENT",
      description = "Replicas beyond the demand that the previous deployment is given first.")
  private @Nullable Integer overhead;

  /// Whether promotions roll; null: neither option was given.
  @Nullable Boolean rolling() {
    return rolling;
  }

  /// The change of the tuning; null: nothing was given.
  @Nullable UpdateRollingDeployConfigV1 tuning() {
    if (maxSurge != null && maxUnavailable != null) {
      throw Failure.usage("--max-surge and --max-unavailable: give one of the two.");
    }
    if (maxSurge == null && maxUnavailable == null && stabilization == null && overhead == null) {
      return null;
    }
    // Of the two sizes of a step, the one that is given takes the other's place.
    return new UpdateRollingDeployConfigV1(
        null,
        maxUnavailable == null ? maxSurge : Integer.valueOf(0),
        maxSurge == null ? maxUnavailable : Integer.valueOf(0),
        stabilization == null ? null : Durations.seconds("--stabilization", stabilization),
        overhead);
  }
}
