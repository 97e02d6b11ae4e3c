package dev.slipway.api.audit;

import dev.slipway.engine.port.store.AuditEvent;
import java.util.Set;

/// The published groups of event types.
enum AuditGroup {
  DEPLOYED,
  PROMOTED,
  ACTIVATED_DEACTIVATED,
  AUTOSCALING_SETTINGS,
  REQUEST_BACKPRESSURE_SETTINGS,
  INSTANCE_TYPE_CHANGED,
  ENVIRONMENT_SETTINGS,
  REPLICA_TERMINATED,
  DELETED,
  METADATA,
  SECRETS,
  API_KEYS,
  GATEWAY,
  CODE,
  WEBHOOK_SIGNING_SECRETS,
  USER_MANAGEMENT,
  DIRECTORY_GROUP_MANAGEMENT,
  SSH;

  /// The groups that an event is in.
  static Set<AuditGroup> of(AuditEvent event) {
    return switch (event) {
      case AuditEvent.DeploymentPushed _, AuditEvent.DeploymentRetried _ -> Set.of(DEPLOYED);
      case AuditEvent.DeploymentPromoted _, AuditEvent.PromotionControlled _ -> Set.of(PROMOTED);
      case AuditEvent.DeploymentActivated _, AuditEvent.DeploymentDeactivated _ ->
          Set.of(ACTIVATED_DEACTIVATED);
      case AuditEvent.AutoscalingChanged _ -> Set.of(AUTOSCALING_SETTINGS);
      case AuditEvent.BackpressureChanged _ -> Set.of(REQUEST_BACKPRESSURE_SETTINGS);
      case AuditEvent.EnvironmentCreated _, AuditEvent.EnvironmentUpdated _ ->
          Set.of(ENVIRONMENT_SETTINGS);
      case AuditEvent.EnvironmentDeleted _ -> Set.of(ENVIRONMENT_SETTINGS, DELETED);
      case AuditEvent.ReplicaTerminated _ -> Set.of(REPLICA_TERMINATED);
      case AuditEvent.ModelDeleted _, AuditEvent.DeploymentDeleted _ -> Set.of(DELETED);
      case AuditEvent.ModelRenamed _ -> Set.of(METADATA);
      case AuditEvent.SecretUpdated _, AuditEvent.SecretDeleted _ -> Set.of(SECRETS);
      case AuditEvent.ApiKeyCreated _, AuditEvent.ApiKeyDeleted _ -> Set.of(API_KEYS);
      case AuditEvent.DeploymentRenamed _, AuditEvent.Unknown _ -> Set.of();
    };
  }
}
