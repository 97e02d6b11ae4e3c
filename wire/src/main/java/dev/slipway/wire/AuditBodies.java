package dev.slipway.wire;

import dev.slipway.wire.CommonBodies.PaginationResponseV1;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bodies about the audit log.
public final class AuditBodies {
  private AuditBodies() {}

  /// A page of the audit log.
  public record ListAuditLogsResponseV1(
      List<AuditLogEntryV1> items, PaginationResponseV1 pagination) {
    public ListAuditLogsResponseV1 {
      items = List.copyOf(items);
    }
  }

  /// One event of the audit log.
  ///
  /// @param eventData what it was about, in the published shape of its type
  /// @param source UI, API, MCP, SYSTEM or OTHER
  /// @param clientName null where it is not known
  /// @param clientVersion null where it is not known
  /// @param clientSessionId null where it is not known
  public record AuditLogEntryV1(
      String id,
      Instant created,
      String eventType,
      Map<String, @Nullable Object> eventData,
      @Nullable String source,
      AuditLogActorV1 actor,
      @Nullable String clientName,
      @Nullable String clientVersion,
      @Nullable String clientSessionId) {
    public AuditLogEntryV1 {
      eventData = Collections.unmodifiableMap(new LinkedHashMap<>(eventData));
    }
  }

  /// The actor of an audit event.
  ///
  /// @param email null where it is no user
  /// @param apiKeyPrefix null where it is no key
  /// @param apiKeyName null where the key has none
  public record AuditLogActorV1(
      String type,
      @Nullable String email,
      @Nullable String apiKeyPrefix,
      @Nullable String apiKeyName) {}

  // What an entry was about is put together from the following parts, each as far as its type has
  // it. An older version may not have written a value down: it is null where it may be, else empty,
  // 0 or false, so that strict clients can read every page.

  public record AuditTypeV1(String eventType) {}

  public record AuditModelV1(String modelId, String modelName) {}

  public record AuditDeploymentV1(String deploymentId, String deploymentName) {}

  public record AuditEnvironmentV1(String environmentName) {}

  public record AuditPushV1(
      @Nullable String environmentName,
      boolean scalePreviousToZero,
      boolean trusted,
      boolean publish) {}

  public record AuditRetryV1(boolean retried) {}

  public record AuditPromotionV1(
      @Nullable String environmentName,
      @Nullable String environmentId,
      @Nullable String regionUpdate,
      @Nullable String instanceTypeIdUpdate,
      @Nullable String promotionSettingsOverride,
      @Nullable String autoscalingSettingsUpdate,
      @Nullable String requestBackpressureSettingsUpdate,
      @Nullable String autoscalingScheduleSettingsUpdate) {}

  public record AuditControlV1(
      String environmentName, @Nullable String environmentId, String action) {}

  public record AuditDeploymentTypeV1(@Nullable String deploymentType) {}

  public record AuditSchedulesV1(@Nullable String schedules) {}

  public record AuditAutoscalingV1(
      int minReplica,
      int maxReplica,
      int concurrencyTarget,
      @Nullable Integer autoscalingWindow,
      @Nullable Integer scaleDownDelay,
      @Nullable Integer targetUtilizationPercentage,
      @Nullable Integer targetInFlightTokens,
      @Nullable Integer maxScaleDownRate) {}

  public record AuditPromotionSettingsV1(
      @Nullable Boolean redeployOnPromotion,
      @Nullable Boolean rollingDeploy,
      @Nullable String rollingDeployStrategy,
      @Nullable Integer maxUnavailablePercent,
      @Nullable Integer maxSurgePercent,
      @Nullable Integer stabilizationTimeSeconds,
      @Nullable Integer replicaOverheadPercent,
      @Nullable String promotionCleanupStrategy,
      @Nullable Boolean rampUpWhilePromoting,
      @Nullable Integer rampUpDurationSeconds,
      @Nullable Integer rampUpStepSize,
      @Nullable String requestBackpressurePolicy) {}

  /// @param previousSettings null: not written down
  public record AuditPreviousV1(@Nullable Map<String, @Nullable Object> previousSettings) {}

  public record AuditBackpressureV1(@Nullable String policy, @Nullable String previousPolicy) {}

  public record AuditReplicaV1(String replicaId) {}

  public record AuditRenameV1(@Nullable String previousName) {}

  public record AuditSecretV1(String secretId, String secretName) {}

  public record AuditKeyV1(String apiKeyId, String prefix, String apiKeyType) {}
}
