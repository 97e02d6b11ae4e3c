package dev.slipway.engine.port.store;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.AuditEvent.EnvironmentSettings;
import dev.slipway.engine.port.store.AuditEvent.Subject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Audit events as versions 1 and 2 stored them: the name of a type, and flat facts as text.
/// Nothing is written so any more.
public final class FormerAuditEvents {
  private static final String PREVIOUS = "previous_settings.";

  private final Map<String, String> facts;

  private FormerAuditEvents(Map<String, String> facts) {
    this.facts = facts;
  }

  /// The event that is meant. A fact that is missing or cannot be read is null.
  public static AuditEvent read(String type, Map<String, String> facts) {
    return new FormerAuditEvents(facts).read(type);
  }

  private AuditEvent read(String type) {
    return switch (type) {
      case "MODEL_DEPLOYED" ->
          new AuditEvent.DeploymentPushed(
              subject(), environment(), is("publish"), is("scale_previous_to_zero"));
      case "MODEL_DEPLOYMENT_ACTIVATED" -> new AuditEvent.DeploymentActivated(subject());
      case "MODEL_DEPLOYMENT_DEACTIVATED" -> new AuditEvent.DeploymentDeactivated(subject());
      case "MODEL_DEPLOYMENT_RETRIED" -> new AuditEvent.DeploymentRetried(subject());
      case "MODEL_DEPLOYMENT_DELETED" -> new AuditEvent.DeploymentDeleted(subject());
      case "MODEL_DEPLOYMENT_UPDATED" ->
          new AuditEvent.DeploymentRenamed(subject(), text("previous_name"));
      case "MODEL_DEPLOYMENT_PROMOTED" ->
          new AuditEvent.DeploymentPromoted(
              subject(), environment(), text("promotion_id"), is("scale_previous_to_zero"));
      case "MODEL_PROMOTION_CONTROL_ACTION" ->
          new AuditEvent.PromotionControlled(
              subject(), environment(), text("promotion_id"), action(), text("reason"));
      case "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED",
          "MODEL_DEPLOYMENT_AUTOSCALING_UPDATED" ->
          new AuditEvent.AutoscalingChanged(subject(), autoscaling(""), autoscaling(PREVIOUS));
      case "MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED" ->
          new AuditEvent.BackpressureChanged(
              subject(),
              choice("policy", Backpressure.class),
              choice("previous_policy", Backpressure.class));
      case "REPLICA_TERMINATED" -> new AuditEvent.ReplicaTerminated(subject(), text("replica_id"));
      case "MODEL_RENAMED" -> new AuditEvent.ModelRenamed(model(), text("previous_name"));
      case "MODEL_DELETED" -> new AuditEvent.ModelDeleted(model());
      case "ENVIRONMENT_CREATED" ->
          new AuditEvent.EnvironmentCreated(model(), environment(), settings(""));
      case "ENVIRONMENT_UPDATED" ->
          new AuditEvent.EnvironmentUpdated(
              model(), environment(), settings(""), settings(PREVIOUS));
      case "ENVIRONMENT_DELETED" -> new AuditEvent.EnvironmentDeleted(model(), environment());
      case "SECRET_UPDATED" -> new AuditEvent.SecretUpdated(text("secret_id"), text("secret_name"));
      case "SECRET_DELETED" -> new AuditEvent.SecretDeleted(text("secret_id"), text("secret_name"));
      case "API_KEY_CREATED" -> new AuditEvent.ApiKeyCreated(key());
      case "API_KEY_DELETED", "API_KEY_REVOKED" -> new AuditEvent.ApiKeyDeleted(key());
      default -> new AuditEvent.Unknown(type);
    };
  }

  private Subject subject() {
    return new Subject(model(), text("deployment_id"), text("deployment_name"));
  }

  private @Nullable String model() {
    return text("model_name");
  }

  private @Nullable String environment() {
    return text("environment_name");
  }

  /// The first version had one action alone, and did not write it down.
  private LineKind action() {
    String action = text("action");
    return action == null ? LineKind.GRACEFUL_CANCEL : LineKind.stored(action);
  }

  private AuditEvent.Key key() {
    return new AuditEvent.Key(
        text("api_key_prefix"), choice("api_key_type", ApiKey.Type.class), is("limited_to_models"));
  }

  private @Nullable EnvironmentSettings settings(String prefix) {
    AutoscalingSettings autoscaling = autoscaling(prefix);
    Cleanup cleanup = choice(prefix + "promotion_cleanup_strategy", Cleanup.class);
    if (autoscaling == null || cleanup == null) {
      return null;
    }
    try {
      var promotion =
          new PromotionSettings(
              is(prefix + "redeploy_on_promotion"),
              is(prefix + "rolling_deploy"),
              cleanup,
              rolling(prefix),
              is(prefix + "ramp_up_while_promoting"),
              number(prefix + "ramp_up_duration_seconds"));
      return new EnvironmentSettings(
          autoscaling,
          promotion,
          choice(prefix + "request_backpressure_policy", Backpressure.class));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private @Nullable RollingConfig rolling(String prefix) {
    return text(prefix + "rolling_deploy_strategy") == null
        ? null
        : new RollingConfig(
            number(prefix + "max_surge_percent"),
            number(prefix + "max_unavailable_percent"),
            number(prefix + "stabilization_time_seconds"),
            number(prefix + "replica_overhead_percent"));
  }

  private @Nullable AutoscalingSettings autoscaling(String prefix) {
    boolean tokens = text(prefix + "target_in_flight_tokens") != null;
    try {
      return new AutoscalingSettings(
          number(prefix + "min_replica"),
          number(prefix + "max_replica"),
          number(prefix + "autoscaling_window"),
          number(prefix + "scale_down_delay"),
          number(prefix + "concurrency_target"),
          number(prefix + "target_utilization_percentage"),
          tokens ? Integer.valueOf(number(prefix + "target_in_flight_tokens")) : null,
          number(prefix + "max_scale_down_rate"));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private @Nullable String text(String name) {
    String text = facts.get(name);
    return text == null || text.isEmpty() ? null : text;
  }

  private boolean is(String name) {
    return Boolean.parseBoolean(facts.get(name));
  }

  /// @throws NumberFormatException where there is none
  private int number(String name) {
    return Integer.parseInt(facts.getOrDefault(name, ""));
  }

  private <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(facts.get(name))) {
        return value;
      }
    }
    return null;
  }
}
