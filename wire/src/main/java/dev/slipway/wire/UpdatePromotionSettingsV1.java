package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A change of promotion settings; null leaves a setting as it is.
public record UpdatePromotionSettingsV1(
    @Nullable Boolean redeployOnPromotion,
    @Nullable Boolean rollingDeploy,
    @Nullable String promotionCleanupStrategy,
    @Nullable UpdateRollingDeployConfigV1 rollingDeployConfig,
    @Nullable Boolean rampUpWhilePromoting,
    @Nullable Integer rampUpDurationSeconds) {}
