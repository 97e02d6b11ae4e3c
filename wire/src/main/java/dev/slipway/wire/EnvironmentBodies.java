package dev.slipway.wire;

import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.PlatformBodies.InstanceTypeV1;
import dev.slipway.wire.SettingsBodies.AutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.PromotionSettingsV1;
import dev.slipway.wire.SettingsBodies.RequestBackpressureSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdateAutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about environments and promotions to them.
public final class EnvironmentBodies {
  private EnvironmentBodies() {}

  /// The request for an environment; null leaves a setting at its default.
  public record CreateEnvironmentRequestV1(
      String name,
      @Nullable UpdateAutoscalingSettingsV1 autoscalingSettings,
      @Nullable UpdatePromotionSettingsV1 promotionSettings,
      @Nullable RequestBackpressureSettingsV1 requestBackpressureSettings) {}

  /// A change of an environment; null leaves a setting as it is.
  ///
  /// @param autoscalingScheduleSettings not supported by this server
  public record UpdateEnvironmentRequestV1(
      @Nullable UpdateAutoscalingSettingsV1 autoscalingSettings,
      @Nullable UpdatePromotionSettingsV1 promotionSettings,
      @Nullable RequestBackpressureSettingsV1 requestBackpressureSettings,
      @Nullable Object autoscalingScheduleSettings) {}

  /// The request to promote a deployment.
  ///
  /// @param scaleDownPreviousDeployment null: true
  /// @param preserveEnvInstanceType null: true
  public record PromoteToEnvironmentRequestV1(
      String deploymentId,
      @Nullable Boolean scaleDownPreviousDeployment,
      @Nullable Boolean preserveEnvInstanceType) {}

  /// An environment with its deployments.
  ///
  /// @param currentDeployment null where nothing was ever promoted
  /// @param candidateDeployment null where nothing is being promoted and nothing failed to be
  /// @param inProgressPromotion null where there is none
  /// @param autoscalingSchedules always null
  public record EnvironmentV1(
      String name,
      Instant createdAt,
      String modelId,
      @Nullable DeploymentV1 currentDeployment,
      @Nullable DeploymentV1 candidateDeployment,
      @Nullable InProgressPromotionV1 inProgressPromotion,
      AutoscalingSettingsV1 autoscalingSettings,
      PromotionSettingsV1 promotionSettings,
      InstanceTypeV1 instanceType,
      RequestBackpressureSettingsV1 requestBackpressureSettings,
      @Nullable Object autoscalingSchedules) {}

  /// Environments of one model, oldest first.
  public record EnvironmentsV1(List<EnvironmentV1> environments) {
    public EnvironmentsV1 {
      environments = List.copyOf(environments);
    }
  }

  /// An environment that was deleted.
  public record EnvironmentTombstoneV1(String name, String modelId, boolean deleted) {}

  /// An environment after a change.
  ///
  /// @param status ACCEPTED or UNCHANGED
  public record UpdateEnvironmentResponseV1(
      EnvironmentV1 environment, String status, String message) {}

  /// A promotion on its way.
  ///
  /// @param status a published promotion status, for example RAMPING_UP
  /// @param percentTrafficToNewVersion 0 to 100
  /// @param errorMessage null where nothing has failed
  public record InProgressPromotionV1(
      String status,
      int percentTrafficToNewVersion,
      @Nullable String errorMessage,
      @Nullable Boolean rollingDeploy) {}
}
