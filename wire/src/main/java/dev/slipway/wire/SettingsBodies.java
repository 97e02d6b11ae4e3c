package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// The settings of environments and deployments, and changes of them.
public final class SettingsBodies {
  private SettingsBodies() {}

  /// The limits of the number of replicas, and what drives it.
  ///
  /// @param autoscalingWindow seconds
  /// @param scaleDownDelay seconds
  /// @param targetUtilizationPercentage 1 to 100
  /// @param targetInFlightTokens null where it is not set
  /// @param maxScaleDownRate percent, 1 to 50
  public record AutoscalingSettingsV1(
      int minReplica,
      int maxReplica,
      @Nullable Integer autoscalingWindow,
      @Nullable Integer scaleDownDelay,
      int concurrencyTarget,
      @Nullable Integer targetUtilizationPercentage,
      @Nullable Integer targetInFlightTokens,
      @Nullable Integer maxScaleDownRate) {}

  /// A change of autoscaling settings; null leaves a setting as it is.
  public record UpdateAutoscalingSettingsV1(
      @Nullable Integer minReplica,
      @Nullable Integer maxReplica,
      @Nullable Integer autoscalingWindow,
      @Nullable Integer scaleDownDelay,
      @Nullable Integer concurrencyTarget,
      @Nullable Integer targetUtilizationPercentage,
      @Nullable Integer targetInFlightTokens,
      @Nullable Integer maxScaleDownRate) {}

  /// The outcome of a change.
  ///
  /// @param status ACCEPTED, QUEUED or UNCHANGED
  public record UpdateAutoscalingSettingsResponseV1(String status, String message) {}

  /// The settings of promotions to an environment. Slipway answers every setting; as published, a
  /// server may leave out one that has its default.
  ///
  /// @param redeployOnPromotion null: false
  /// @param rollingDeploy null: false
  /// @param promotionCleanupStrategy KEEP, SCALE_TO_ZERO or DEACTIVATE; null: SCALE_TO_ZERO
  /// @param rollingDeployConfig null where it was never set
  /// @param rampUpWhilePromoting null: false
  /// @param rampUpDurationSeconds null: 600
  public record PromotionSettingsV1(
      @Nullable Boolean redeployOnPromotion,
      @Nullable Boolean rollingDeploy,
      @Nullable String promotionCleanupStrategy,
      @Nullable RollingDeployConfigV1 rollingDeployConfig,
      @Nullable Boolean rampUpWhilePromoting,
      @Nullable Integer rampUpDurationSeconds) {}

  /// A change of promotion settings; null leaves a setting as it is.
  public record UpdatePromotionSettingsV1(
      @Nullable Boolean redeployOnPromotion,
      @Nullable Boolean rollingDeploy,
      @Nullable String promotionCleanupStrategy,
      @Nullable UpdateRollingDeployConfigV1 rollingDeployConfig,
      @Nullable Boolean rampUpWhilePromoting,
      @Nullable Integer rampUpDurationSeconds) {}

  /// The tuning of rolling promotions. Slipway answers every setting; as published, a server may
  /// leave out one that has its default.
  ///
  /// @param rollingDeployStrategy REPLICA; null: REPLICA
  /// @param maxSurgePercent null: 25
  /// @param maxUnavailablePercent null: 0
  /// @param stabilizationTimeSeconds null: 0
  /// @param replicaOverheadPercent null: 0
  public record RollingDeployConfigV1(
      @Nullable String rollingDeployStrategy,
      @Nullable Integer maxSurgePercent,
      @Nullable Integer maxUnavailablePercent,
      @Nullable Integer stabilizationTimeSeconds,
      @Nullable Integer replicaOverheadPercent) {}

  /// A change of the tuning of rolling promotions; null leaves a setting as it is.
  public record UpdateRollingDeployConfigV1(
      @Nullable String rollingDeployStrategy,
      @Nullable Integer maxSurgePercent,
      @Nullable Integer maxUnavailablePercent,
      @Nullable Integer stabilizationTimeSeconds,
      @Nullable Integer replicaOverheadPercent) {}

  /// The treatment of a request that finds every replica busy.
  ///
  /// @param policy QUEUE_ON_FULL or REJECT_ON_FULL; null where none is set
  public record RequestBackpressureSettingsV1(@Nullable String policy) {}
}
