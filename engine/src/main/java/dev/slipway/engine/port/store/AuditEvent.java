package dev.slipway.engine.port.store;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.routes.ApiKey;
import org.jspecify.annotations.Nullable;

/// What somebody did, with the ids, names and settings of its time, and never a secret. What an
/// older version did not write down is null.
public sealed interface AuditEvent {

  /// The caller that did it, and through what.
  ///
  /// @param keyPrefix prefix of the API key; null: the system itself
  /// @param keyName name of the key; null: none
  /// @param client the caller's User-Agent, cut to 200 characters; null: none
  record Actor(@Nullable String keyPrefix, @Nullable String keyName, @Nullable String client) {
    public static final Actor SYSTEM = new Actor(null, null, null);

    /// How a person reads it.
    public String display() {
      if (keyPrefix == null) {
        return "system";
      }
      return keyName == null ? "key " + keyPrefix : keyName + " (key " + keyPrefix + ")";
    }
  }

  /// A deployment as it was called at the time.
  record Subject(
      @Nullable String modelName, @Nullable String deploymentId, @Nullable String deploymentName) {}

  /// An environment's settings at the time.
  ///
  /// @param backpressure null: the default
  record EnvironmentSettings(
      AutoscalingSettings autoscaling,
      PromotionSettings promotion,
      @Nullable Backpressure backpressure) {

    public static EnvironmentSettings of(Environment.Settings s) {
      return new EnvironmentSettings(s.autoscaling(), s.promotion(), s.backpressure());
    }
  }

  /// An API key, without what could be used.
  ///
  /// @param limited it reaches some models only
  record Key(@Nullable String prefix, ApiKey.@Nullable Type type, boolean limited) {}

  /// Something that happened to a deployment.
  sealed interface OfDeployment extends AuditEvent {
    Subject subject();
  }

  /// Something that happened to an environment, or to a deployment in it.
  sealed interface InEnvironment extends AuditEvent {
    /// The environment's name; null: none.
    @Nullable String environment();
  }

  /// @param environment where it is promoted to; null: nowhere yet
  record DeploymentPushed(
      Subject subject, @Nullable String environment, boolean publish, boolean scalePreviousToZero)
      implements OfDeployment, InEnvironment {}

  record DeploymentActivated(Subject subject) implements OfDeployment {}

  record DeploymentDeactivated(Subject subject) implements OfDeployment {}

  record DeploymentRetried(Subject subject) implements OfDeployment {}

  record DeploymentDeleted(Subject subject) implements OfDeployment {}

  /// It has no published name, and is not shown.
  record DeploymentRenamed(Subject subject, @Nullable String previousName)
      implements OfDeployment {}

  record DeploymentPromoted(
      Subject subject,
      @Nullable String environment,
      @Nullable String promotionId,
      boolean scalePreviousToZero)
      implements OfDeployment, InEnvironment {}

  /// A cancel, pause, resume or force of a promotion.
  record PromotionControlled(
      Subject subject,
      @Nullable String environment,
      @Nullable String promotionId,
      LineKind action,
      @Nullable String reason)
      implements OfDeployment, InEnvironment {}

  record AutoscalingChanged(
      Subject subject, @Nullable AutoscalingSettings now, @Nullable AutoscalingSettings before)
      implements OfDeployment {}

  record BackpressureChanged(
      Subject subject, @Nullable Backpressure now, @Nullable Backpressure before)
      implements OfDeployment {}

  record ReplicaTerminated(Subject subject, @Nullable String replicaId) implements OfDeployment {}

  record ModelRenamed(@Nullable String modelName, @Nullable String previousName)
      implements AuditEvent {}

  record ModelDeleted(@Nullable String modelName) implements AuditEvent {}

  record EnvironmentCreated(
      @Nullable String modelName,
      @Nullable String environment,
      @Nullable EnvironmentSettings settings)
      implements InEnvironment {}

  record EnvironmentUpdated(
      @Nullable String modelName,
      @Nullable String environment,
      @Nullable EnvironmentSettings now,
      @Nullable EnvironmentSettings before)
      implements InEnvironment {}

  record EnvironmentDeleted(@Nullable String modelName, @Nullable String environment)
      implements InEnvironment {}

  record SecretUpdated(@Nullable String secretId, @Nullable String secretName)
      implements AuditEvent {}

  record SecretDeleted(@Nullable String secretId, @Nullable String secretName)
      implements AuditEvent {}

  record ApiKeyCreated(Key key) implements AuditEvent {}

  record ApiKeyDeleted(Key key) implements AuditEvent {}

  /// A stored event that this version cannot read; it is not shown.
  ///
  /// @param storedType what its row calls it
  record Unknown(String storedType) implements AuditEvent {}

  /// The name of its type, stored, and published but for those that are not shown.
  default String type() {
    return switch (this) {
      case DeploymentPushed _ -> "MODEL_DEPLOYED";
      case DeploymentActivated _ -> "MODEL_DEPLOYMENT_ACTIVATED";
      case DeploymentDeactivated _ -> "MODEL_DEPLOYMENT_DEACTIVATED";
      case DeploymentRetried _ -> "MODEL_DEPLOYMENT_RETRIED";
      case DeploymentDeleted _ -> "MODEL_DEPLOYMENT_DELETED";
      case DeploymentRenamed _ -> "MODEL_DEPLOYMENT_UPDATED";
      case DeploymentPromoted _ -> "MODEL_DEPLOYMENT_PROMOTED";
      case PromotionControlled _ -> "MODEL_PROMOTION_CONTROL_ACTION";
      case AutoscalingChanged _ -> "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED";
      case BackpressureChanged _ -> "MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED";
      case ReplicaTerminated _ -> "REPLICA_TERMINATED";
      case ModelRenamed _ -> "MODEL_RENAMED";
      case ModelDeleted _ -> "MODEL_DELETED";
      case EnvironmentCreated _ -> "ENVIRONMENT_CREATED";
      case EnvironmentUpdated _ -> "ENVIRONMENT_UPDATED";
      case EnvironmentDeleted _ -> "ENVIRONMENT_DELETED";
      case SecretUpdated _ -> "SECRET_UPDATED";
      case SecretDeleted _ -> "SECRET_DELETED";
      case ApiKeyCreated _ -> "API_KEY_CREATED";
      case ApiKeyDeleted _ -> "API_KEY_DELETED";
      case Unknown(var storedType) -> storedType;
    };
  }
}
