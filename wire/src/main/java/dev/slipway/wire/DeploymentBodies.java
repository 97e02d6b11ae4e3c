package dev.slipway.wire;

import dev.slipway.wire.PlatformBodies.RegionV1;
import dev.slipway.wire.SettingsBodies.AutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.RequestBackpressureSettingsV1;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about deployments and their replicas.
public final class DeploymentBodies {
  private DeploymentBodies() {}

  /// A deployment with what its replicas do at the moment.
  ///
  /// @param status a published deployment status, for example ACTIVE
  /// @param autoscalingSettings null until it has been deployed
  /// @param environment name of the environment it belongs to; null where there is none
  /// @param labels a JSON object; null where there are none
  /// @param statusReason why it failed, or why its replica is not ready that takes long to start;
  ///   null: nothing is wrong, or it is not known
  /// @param replicaRestarts how often processes of the replicas that it has now ended and were
  ///   followed by another, since the server was started
  /// @param lastExit how the last of them ended, with the last lines of its log; null: none did
  public record DeploymentV1(
      String id,
      Instant createdAt,
      String name,
      String modelId,
      boolean isProduction,
      boolean isDevelopment,
      String status,
      int activeReplicaCount,
      @Nullable AutoscalingSettingsV1 autoscalingSettings,
      @Nullable String instanceTypeName,
      @Nullable String environment,
      @Nullable Object labels,
      @Nullable RegionV1 region,
      RequestBackpressureSettingsV1 requestBackpressureSettings,
      @Nullable String statusReason,
      @Nullable Integer replicaRestarts,
      @Nullable String lastExit) {}

  /// Deployments of one model, oldest first.
  public record DeploymentsV1(List<DeploymentV1> deployments) {
    public DeploymentsV1 {
      deployments = List.copyOf(deployments);
    }
  }

  /// A new deployment from an archive or from its config alone.
  ///
  /// @param config the model's config.yaml as JSON
  /// @param rawConfig the same as text; null where there is no such file
  /// @param userEnv what the client says about itself
  /// @param environmentName where it is promoted as soon as it is ready; null: nowhere
  /// @param deploymentName null: the server chooses one
  public record DeploymentArchivePayloadV1(
      Object config,
      @Nullable String rawConfig,
      @Nullable Object userEnv,
      @Nullable String environmentName,
      @Nullable Boolean preserveEnvInstanceType,
      @Nullable Integer deployTimeoutMinutes,
      @Nullable String deploymentName,
      @Nullable Object labels,
      @Nullable Boolean isDevelopment) {}

  /// The request for one more deployment of a model.
  public record CreateModelDeploymentRequestV1(DeploymentArchiveSourceV1 source) {}

  /// What a new deployment is made of.
  ///
  /// @param kind model_archive
  /// @param s3Key the `archive_key` of an upload; null: the config alone
  public record DeploymentArchiveSourceV1(
      String kind, DeploymentArchivePayloadV1 deployment, @Nullable String s3Key) {}

  /// A deployment that was deleted.
  public record DeploymentTombstoneV1(String id, boolean deleted, String modelId) {}

  /// The config of a deployment.
  ///
  /// @param config the parsed config, a JSON object; null where it was not asked for
  /// @param rawConfig config.yaml to the letter; null where it was not sent or not asked for
  public record DeploymentConfigResponseV1(@Nullable Object config, @Nullable String rawConfig) {}

  /// The address at which the archive can be fetched for a while, without a key.
  public record DownloadDeploymentResponseV1(String downloadUrl) {}

  /// The answer to an activation.
  ///
  /// @param success null, only at other servers: true
  public record ActivateResponseV1(@Nullable Boolean success) {}

  /// The answer to a deactivation.
  ///
  /// @param success null, only at other servers: true
  public record DeactivateResponseV1(@Nullable Boolean success) {}

  /// The answer to a retry.
  ///
  /// @param reason why not; null where it was retried
  public record RetryDeploymentResponseV1(
      boolean retried, @Nullable String reason, DeploymentV1 deployment) {}

  /// The answer to the end of a replica.
  ///
  /// @param success null, only at other servers: true
  public record TerminateReplicaResponseV1(@Nullable Boolean success) {}
}
