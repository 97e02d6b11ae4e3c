package dev.slipway.api.audit;

import dev.slipway.api.input.Choices;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.AuditEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The published shape of each type of event: which fields it has, and of which kind.
///
/// A field that was not written down when the event happened (by an older version) is null where it
/// may be, else empty, 0 or false, so that strict clients can read every page.
final class AuditShapes {
  private static final String MODEL = "model_id,model_name,";
  private static final String DEPLOYMENT = MODEL + "deployment_id,deployment_name";
  private static final String AUTOSCALING =
      "min_replica#,max_replica#,concurrency_target#,autoscaling_window#?,scale_down_delay#?,"
          + "target_utilization_percentage#?,target_in_flight_tokens#?,max_scale_down_rate#?";
  private static final String ENVIRONMENT =
      AUTOSCALING
          + ",redeploy_on_promotion!?,rolling_deploy!?,rolling_deploy_strategy?,"
          + "max_unavailable_percent#?,max_surge_percent#?,stabilization_time_seconds#?,"
          + "replica_overhead_percent#?,promotion_cleanup_strategy?,ramp_up_while_promoting!?,"
          + "ramp_up_duration_seconds#?,ramp_up_step_size#?,request_backpressure_policy?";

  private static final String PREVIOUS = "previous_settings";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry(
              "MODEL_DEPLOYED",
              DEPLOYMENT + ",environment_name?,scale_previous_to_zero!,trusted!,publish!"),
          Map.entry("MODEL_DEPLOYMENT_ACTIVATED", DEPLOYMENT),
          Map.entry("MODEL_DEPLOYMENT_DEACTIVATED", DEPLOYMENT),
          Map.entry("MODEL_DEPLOYMENT_RETRIED", DEPLOYMENT),
          Map.entry("MODEL_DEPLOYMENT_DELETED", DEPLOYMENT),
          Map.entry(
              "MODEL_DEPLOYMENT_PROMOTED",
              DEPLOYMENT
                  + ",environment_name?,environment_id?,region_update?,instance_type_id_update?,"
                  + "promotion_settings_override?,autoscaling_settings_update?,"
                  + "request_backpressure_settings_update?,autoscaling_schedule_settings_update?"),
          Map.entry(
              "MODEL_PROMOTION_CONTROL_ACTION",
              DEPLOYMENT + ",environment_name,environment_id?,action"),
          Map.entry(
              "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED",
              DEPLOYMENT + ",deployment_type?,schedules?," + AUTOSCALING),
          Map.entry(
              "MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED",
              DEPLOYMENT + ",policy?,previous_policy?"),
          Map.entry("REPLICA_TERMINATED", DEPLOYMENT + ",replica_id"),
          Map.entry("MODEL_DELETED", "model_id,model_name"),
          Map.entry("MODEL_RENAMED", MODEL + "previous_name?"),
          Map.entry(
              "ENVIRONMENT_CREATED", MODEL + "environment_name,deployment_type?," + ENVIRONMENT),
          Map.entry(
              "ENVIRONMENT_UPDATED",
              MODEL + "environment_name,deployment_type?,schedules?," + ENVIRONMENT),
          Map.entry("ENVIRONMENT_DELETED", MODEL + "environment_name"),
          Map.entry("SECRET_UPDATED", "secret_id,secret_name"),
          Map.entry("SECRET_DELETED", "secret_id,secret_name"),
          Map.entry("API_KEY_CREATED", ""),
          Map.entry("API_KEY_DELETED", ""));

  /// Settings before the change, where a type tells them.
  private static final Map<String, String> PREVIOUS_SETTINGS =
      Map.of(
          "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED", AUTOSCALING,
          "ENVIRONMENT_UPDATED", ENVIRONMENT);

  /// What earlier versions called some types.
  private static final Map<String, String> FORMER =
      Map.of(
          "API_KEY_REVOKED", "API_KEY_DELETED",
          "MODEL_DEPLOYMENT_AUTOSCALING_UPDATED", "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED");

  private AuditShapes() {}

  /// The published name of an event's type; null where there is none, and the event is not shown.
  static @Nullable String type(AuditEvent event) {
    String name = FORMER.getOrDefault(event.type(), event.type());
    return TYPES.containsKey(name) ? name : null;
  }

  /// What an event of the published type `type` was about.
  static Map<String, @Nullable Object> data(String type, AuditEvent event) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("event_type", type);
    Map<String, String> facts = new LinkedHashMap<>(event.data());
    facts.put("model_id", event.modelId());
    facts.putIfAbsent("action", "GRACEFUL_CANCEL"); // The only one of the first version.
    all.putAll(read(TYPES.getOrDefault(type, ""), "", facts));
    String previous = PREVIOUS_SETTINGS.get(type);
    if (previous != null) {
      boolean known = facts.keySet().stream().anyMatch(k -> k.startsWith(PREVIOUS + "."));
      all.put(PREVIOUS, known ? read(previous, PREVIOUS + ".", facts) : null);
    }
    if (type.equals("MODEL_DEPLOYMENT_RETRIED")) {
      all.put("retried", true);
    }
    if (type.startsWith("API_KEY_")) {
      String prefix = facts.getOrDefault("api_key_prefix", "");
      all.put("api_key_id", prefix);
      all.put("prefix", prefix);
      all.put("api_key_type", keyType(facts));
    }
    return all;
  }

  /// @param shape names of fields; `#` after one: a number, `!`: true or false, `?`: may be null
  private static Map<String, @Nullable Object> read(
      String shape, String prefix, Map<String, String> facts) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    List<String> fields = shape.isEmpty() ? List.of() : Arrays.asList(shape.split(","));
    for (String field : fields) {
      String name = field.replaceAll("[#!?]", "");
      String text = facts.getOrDefault(prefix + name, "");
      all.put(name, value(field, text));
    }
    return all;
  }

  private static @Nullable Object value(String field, String text) {
    if (text.isEmpty() && field.endsWith("?")) {
      return null;
    }
    if (field.contains("#")) {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
    return field.contains("!") ? Boolean.parseBoolean(text) : text;
  }

  private static String keyType(Map<String, String> facts) {
    ApiKey.Type type = Choices.find(facts.getOrDefault("api_key_type", ""), ApiKey.Type.class);
    boolean some = Boolean.parseBoolean(facts.get("limited_to_models"));
    return switch (type == null ? ApiKey.Type.PERSONAL : type) {
      case PERSONAL -> "PERSONAL";
      case WORKSPACE_MANAGE_ALL -> "CREATOR_SERVICE_ACCOUNT";
      case WORKSPACE_MANAGE_API_KEYS -> "MANAGE_API_KEYS_SERVICE_ACCOUNT";
      case WORKSPACE_INVOKE ->
          some ? "INVOKE_ALLOWED_MODELS_SERVICE_ACCOUNT" : "INVOKE_ALL_MODELS_SERVICE_ACCOUNT";
      case WORKSPACE_EXPORT_METRICS ->
          some
              ? "EXPORT_METRICS_ALLOWED_MODELS_SERVICE_ACCOUNT"
              : "EXPORT_METRICS_ALL_MODELS_SERVICE_ACCOUNT";
    };
  }
}
