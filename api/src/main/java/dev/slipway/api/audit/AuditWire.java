package dev.slipway.api.audit;

import dev.slipway.api.input.Json;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.AuditEvent.EnvironmentSettings;
import dev.slipway.engine.port.store.AuditEvent.Subject;
import dev.slipway.wire.AuditBodies.AuditAutoscalingV1;
import dev.slipway.wire.AuditBodies.AuditBackpressureV1;
import dev.slipway.wire.AuditBodies.AuditControlV1;
import dev.slipway.wire.AuditBodies.AuditDeploymentTypeV1;
import dev.slipway.wire.AuditBodies.AuditDeploymentV1;
import dev.slipway.wire.AuditBodies.AuditEnvironmentV1;
import dev.slipway.wire.AuditBodies.AuditKeyV1;
import dev.slipway.wire.AuditBodies.AuditModelV1;
import dev.slipway.wire.AuditBodies.AuditPreviousV1;
import dev.slipway.wire.AuditBodies.AuditPromotionSettingsV1;
import dev.slipway.wire.AuditBodies.AuditPromotionV1;
import dev.slipway.wire.AuditBodies.AuditPushV1;
import dev.slipway.wire.AuditBodies.AuditRenameV1;
import dev.slipway.wire.AuditBodies.AuditReplicaV1;
import dev.slipway.wire.AuditBodies.AuditRetryV1;
import dev.slipway.wire.AuditBodies.AuditSchedulesV1;
import dev.slipway.wire.AuditBodies.AuditSecretV1;
import dev.slipway.wire.AuditBodies.AuditTypeV1;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Audit events in their published shapes.
final class AuditWire {
  private static final AuditSchedulesV1 NO_SCHEDULES = new AuditSchedulesV1(null);
  private static final AuditDeploymentTypeV1 NO_TYPE = new AuditDeploymentTypeV1(null);

  private AuditWire() {}

  /// Whether an event has a published type.
  static boolean isShown(AuditEvent event) {
    return !(event instanceof AuditEvent.DeploymentRenamed || event instanceof AuditEvent.Unknown);
  }

  /// What an event was about.
  static Map<String, @Nullable Object> data(Audit.Entry entry) {
    AuditEvent event = entry.event();
    var type = new AuditTypeV1(event.type());
    return switch (event) {
      case AuditEvent.OfDeployment e ->
          Json.joined(
              type,
              model(entry, e.subject().modelName()),
              deployment(e.subject()),
              Json.joined(ofDeployment(e)));
      case AuditEvent.ModelRenamed e ->
          Json.joined(type, model(entry, e.modelName()), new AuditRenameV1(e.previousName()));
      case AuditEvent.ModelDeleted e -> Json.joined(type, model(entry, e.modelName()));
      case AuditEvent.EnvironmentCreated e ->
          Json.joined(
              type,
              model(entry, e.modelName()),
              environment(e.environment()),
              NO_TYPE,
              settings(e.settings()));
      case AuditEvent.EnvironmentUpdated e ->
          Json.joined(
              type,
              model(entry, e.modelName()),
              environment(e.environment()),
              NO_TYPE,
              NO_SCHEDULES,
              settings(e.now()),
              new AuditPreviousV1(e.before() == null ? null : settings(e.before())));
      case AuditEvent.EnvironmentDeleted e ->
          Json.joined(type, model(entry, e.modelName()), environment(e.environment()));
      case AuditEvent.SecretUpdated e ->
          Json.joined(type, new AuditSecretV1(orEmpty(e.secretId()), orEmpty(e.secretName())));
      case AuditEvent.SecretDeleted e ->
          Json.joined(type, new AuditSecretV1(orEmpty(e.secretId()), orEmpty(e.secretName())));
      case AuditEvent.ApiKeyCreated e -> Json.joined(type, key(e.key()));
      case AuditEvent.ApiKeyDeleted e -> Json.joined(type, key(e.key()));
      case AuditEvent.Unknown _ -> Json.joined(type);
    };
  }

  /// What an event of a deployment says beside its names.
  private static Object[] ofDeployment(AuditEvent.OfDeployment event) {
    return switch (event) {
      case AuditEvent.DeploymentPushed e ->
          parts(new AuditPushV1(e.environment(), e.scalePreviousToZero(), false, e.publish()));
      case AuditEvent.DeploymentPromoted e ->
          parts(new AuditPromotionV1(e.environment(), null, null, null, null, null, null, null));
      case AuditEvent.PromotionControlled e ->
          parts(new AuditControlV1(orEmpty(e.environment()), null, e.action().name()));
      case AuditEvent.AutoscalingChanged e ->
          parts(
              NO_TYPE,
              NO_SCHEDULES,
              autoscaling(e.now()),
              new AuditPreviousV1(
                  e.before() == null ? null : Json.joined(autoscaling(e.before()))));
      case AuditEvent.BackpressureChanged e ->
          parts(new AuditBackpressureV1(name(e.now()), name(e.before())));
      case AuditEvent.ReplicaTerminated e -> parts(new AuditReplicaV1(orEmpty(e.replicaId())));
      case AuditEvent.DeploymentRetried _ -> parts(new AuditRetryV1(true));
      case AuditEvent.DeploymentActivated _,
          AuditEvent.DeploymentDeactivated _,
          AuditEvent.DeploymentDeleted _,
          AuditEvent.DeploymentRenamed _ ->
          parts();
    };
  }

  private static Object[] parts(Object... parts) {
    return parts;
  }

  private static AuditModelV1 model(Audit.Entry entry, @Nullable String name) {
    return new AuditModelV1(orEmpty(entry.modelId()), orEmpty(name));
  }

  private static AuditDeploymentV1 deployment(Subject s) {
    return new AuditDeploymentV1(orEmpty(s.deploymentId()), orEmpty(s.deploymentName()));
  }

  private static AuditEnvironmentV1 environment(@Nullable String name) {
    return new AuditEnvironmentV1(orEmpty(name));
  }

  private static Map<String, @Nullable Object> settings(@Nullable EnvironmentSettings s) {
    return Json.joined(autoscaling(s == null ? null : s.autoscaling()), promotion(s));
  }

  private static AuditAutoscalingV1 autoscaling(@Nullable AutoscalingSettings a) {
    return a == null
        ? new AuditAutoscalingV1(0, 0, 0, null, null, null, null, null)
        : new AuditAutoscalingV1(
            a.minReplica(),
            a.maxReplica(),
            a.concurrencyTarget(),
            a.autoscalingWindow(),
            a.scaleDownDelay(),
            a.targetUtilizationPercentage(),
            a.targetInFlightTokens(),
            a.maxScaleDownRate());
  }

  private static AuditPromotionSettingsV1 promotion(@Nullable EnvironmentSettings s) {
    if (s == null) {
      return new AuditPromotionSettingsV1(
          null, null, null, null, null, null, null, null, null, null, null, null);
    }
    var p = s.promotion();
    RollingConfig rolling = p.rollingConfig();
    return new AuditPromotionSettingsV1(
        p.redeployOnPromotion(),
        p.rollingDeploy(),
        rolling == null ? null : "REPLICA",
        rolling == null ? null : rolling.maxUnavailablePercent(),
        rolling == null ? null : rolling.maxSurgePercent(),
        rolling == null ? null : rolling.stabilizationTimeSeconds(),
        rolling == null ? null : rolling.replicaOverheadPercent(),
        p.cleanup().name(),
        p.rampUpWhilePromoting(),
        p.rampUpDurationSeconds(),
        null,
        name(s.backpressure()));
  }

  private static AuditKeyV1 key(AuditEvent.Key key) {
    String prefix = orEmpty(key.prefix());
    return new AuditKeyV1(prefix, prefix, keyType(key));
  }

  private static String keyType(AuditEvent.Key key) {
    ApiKey.Type type = key.type();
    return switch (type == null ? ApiKey.Type.PERSONAL : type) {
      case PERSONAL -> "PERSONAL";
      case WORKSPACE_MANAGE_ALL -> "CREATOR_SERVICE_ACCOUNT";
      case WORKSPACE_MANAGE_API_KEYS -> "MANAGE_API_KEYS_SERVICE_ACCOUNT";
      case WORKSPACE_INVOKE ->
          key.limited()
              ? "INVOKE_ALLOWED_MODELS_SERVICE_ACCOUNT"
              : "INVOKE_ALL_MODELS_SERVICE_ACCOUNT";
      case WORKSPACE_EXPORT_METRICS ->
          key.limited()
              ? "EXPORT_METRICS_ALLOWED_MODELS_SERVICE_ACCOUNT"
              : "EXPORT_METRICS_ALL_MODELS_SERVICE_ACCOUNT";
    };
  }

  /// The ids and names that an event holds, by which it can be searched.
  static Stream<String> names(AuditEvent event) {
    return switch (event) {
      case AuditEvent.OfDeployment e ->
          Stream.concat(
              some(
                  e.subject().modelName(),
                  e.subject().deploymentId(),
                  e.subject().deploymentName()),
              namesBeside(e));
      case AuditEvent.ModelRenamed e -> some(e.modelName(), e.previousName());
      case AuditEvent.ModelDeleted e -> some(e.modelName());
      case AuditEvent.EnvironmentCreated e -> some(e.modelName(), e.environment());
      case AuditEvent.EnvironmentUpdated e -> some(e.modelName(), e.environment());
      case AuditEvent.EnvironmentDeleted e -> some(e.modelName(), e.environment());
      case AuditEvent.SecretUpdated e -> some(e.secretId(), e.secretName());
      case AuditEvent.SecretDeleted e -> some(e.secretId(), e.secretName());
      case AuditEvent.ApiKeyCreated e -> some(e.key().prefix());
      case AuditEvent.ApiKeyDeleted e -> some(e.key().prefix());
      case AuditEvent.Unknown _ -> Stream.empty();
    };
  }

  private static Stream<String> namesBeside(AuditEvent.OfDeployment event) {
    return switch (event) {
      case AuditEvent.DeploymentPushed e -> some(e.environment());
      case AuditEvent.DeploymentPromoted e -> some(e.environment(), e.promotionId());
      case AuditEvent.PromotionControlled e -> some(e.environment(), e.promotionId());
      case AuditEvent.ReplicaTerminated e -> some(e.replicaId());
      case AuditEvent.DeploymentRenamed e -> some(e.previousName());
      case AuditEvent.AutoscalingChanged _,
          AuditEvent.BackpressureChanged _,
          AuditEvent.DeploymentRetried _,
          AuditEvent.DeploymentActivated _,
          AuditEvent.DeploymentDeactivated _,
          AuditEvent.DeploymentDeleted _ ->
          Stream.empty();
    };
  }

  private static Stream<String> some(@Nullable String... names) {
    return Stream.of(names).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
