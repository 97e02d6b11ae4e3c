package dev.slipway.domain.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How promotions to an environment go, as published.
///
/// @param redeployOnPromotion always promote a copy
/// @param rollingDeploy replica by replica; wins over a canary
/// @param cleanup what becomes of the losing side
/// @param rollingConfig null: never set
/// @param rampUpWhilePromoting a canary
/// @param rampUpDurationSeconds length of a canary, in [#RAMP_UP_DURATION_SECONDS]
public record PromotionSettings(
    boolean redeployOnPromotion,
    boolean rollingDeploy,
    Cleanup cleanup,
    @Nullable RollingConfig rollingConfig,
    boolean rampUpWhilePromoting,
    int rampUpDurationSeconds) {

  /// The longest canary: a week.
  public static final int MAX_RAMP_SECONDS = 7 * 24 * 3600;

  public static final Range RAMP_UP_DURATION_SECONDS =
      new Range("ramp_up_duration_seconds", 0, MAX_RAMP_SECONDS);

  public static final PromotionSettings DEFAULT =
      new PromotionSettings(false, false, Cleanup.SCALE_TO_ZERO, null, false, 600);

  public PromotionSettings {
    RAMP_UP_DURATION_SECONDS.check(rampUpDurationSeconds);
  }

  /// The kind of a promotion that starts under these settings.
  ///
  /// @param size replicas that serve the environment now; 0: none, so that there is nothing to roll
  /// @param patience how long a step may wait for replicas to become ready
  public PromotionKind kind(int size, Duration patience) {
    if (rollingDeploy) {
      return size == 0
          ? new PromotionKind.Plain()
          : new PromotionKind.Rolling(rollingPlan(), size, patience);
    }
    return rampUpWhilePromoting
        ? new PromotionKind.Canary(new RampPlan(Duration.ofSeconds(rampUpDurationSeconds)))
        : new PromotionKind.Plain();
  }

  private RollingPlan rollingPlan() {
    var c = rollingConfig == null ? RollingConfig.DEFAULT : rollingConfig;
    return c.plan();
  }
}
