package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// How promotions to an environment go.
///
/// @param promotionCleanupStrategy KEEP, SCALE_TO_ZERO or DEACTIVATE
/// @param rollingDeployConfig null where it was never set
public record PromotionSettingsV1(
    boolean redeployOnPromotion,
    boolean rollingDeploy,
    String promotionCleanupStrategy,
    @Nullable RollingDeployConfigV1 rollingDeployConfig,
    boolean rampUpWhilePromoting,
    int rampUpDurationSeconds) {}
