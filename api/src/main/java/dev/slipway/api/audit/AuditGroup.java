package dev.slipway.api.audit;

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

  /// Whether events of the published type `type` are in this group.
  boolean has(String type) {
    return types().contains(type);
  }

  private Set<String> types() {
    return switch (this) {
      case DEPLOYED -> Set.of("MODEL_DEPLOYED", "MODEL_DEPLOYMENT_RETRIED");
      case PROMOTED -> Set.of("MODEL_DEPLOYMENT_PROMOTED", "MODEL_PROMOTION_CONTROL_ACTION");
      case ACTIVATED_DEACTIVATED ->
          Set.of("MODEL_DEPLOYMENT_ACTIVATED", "MODEL_DEPLOYMENT_DEACTIVATED");
      case AUTOSCALING_SETTINGS -> Set.of("MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED");
      case REQUEST_BACKPRESSURE_SETTINGS ->
          Set.of("MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED");
      case ENVIRONMENT_SETTINGS ->
          Set.of("ENVIRONMENT_CREATED", "ENVIRONMENT_UPDATED", "ENVIRONMENT_DELETED");
      case REPLICA_TERMINATED -> Set.of("REPLICA_TERMINATED");
      case DELETED -> Set.of("MODEL_DELETED", "MODEL_DEPLOYMENT_DELETED", "ENVIRONMENT_DELETED");
      case METADATA -> Set.of("MODEL_RENAMED");
      case SECRETS -> Set.of("SECRET_UPDATED", "SECRET_DELETED");
      case API_KEYS -> Set.of("API_KEY_CREATED", "API_KEY_DELETED");
      case INSTANCE_TYPE_CHANGED,
          GATEWAY,
          CODE,
          WEBHOOK_SIGNING_SECRETS,
          USER_MANAGEMENT,
          DIRECTORY_GROUP_MANAGEMENT,
          SSH ->
          Set.of();
    };
  }
}
