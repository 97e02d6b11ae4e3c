package dev.slipway.engine.history;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.RollingConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is written down of settings, so that an event says what they were at its time. What is null
/// is left out.
public final class AuditFacts {
  /// Before the names of what the settings were before.
  public static final String PREVIOUS = "previous_settings.";

  private final Map<String, String> facts = new HashMap<>();
  private final String prefix;

  private AuditFacts(String prefix) {
    this.prefix = prefix;
  }

  /// @param prefix before every name; empty: none
  public static Map<String, String> of(String prefix, AutoscalingSettings a) {
    return new AuditFacts(prefix).autoscaling(a).facts;
  }

  /// @param prefix before every name; empty: none
  public static Map<String, String> of(String prefix, Environment.Settings s) {
    return new AuditFacts(prefix).autoscaling(s.autoscaling()).environment(s).facts;
  }

  @SafeVarargs
  public static Map<String, String> join(Map<String, String>... parts) {
    Map<String, String> all = new HashMap<>();
    for (Map<String, String> part : parts) {
      all.putAll(part);
    }
    return all;
  }

  private AuditFacts autoscaling(AutoscalingSettings a) {
    return put("min_replica", a.minReplica())
        .put("max_replica", a.maxReplica())
        .put("autoscaling_window", a.autoscalingWindow())
        .put("scale_down_delay", a.scaleDownDelay())
        .put("concurrency_target", a.concurrencyTarget())
        .put("target_utilization_percentage", a.targetUtilizationPercentage())
        .put("target_in_flight_tokens", a.targetInFlightTokens())
        .put("max_scale_down_rate", a.maxScaleDownRate());
  }

  private AuditFacts environment(Environment.Settings s) {
    var p = s.promotion();
    put("redeploy_on_promotion", p.redeployOnPromotion());
    put("rolling_deploy", p.rollingDeploy());
    put("promotion_cleanup_strategy", p.cleanup());
    put("ramp_up_while_promoting", p.rampUpWhilePromoting());
    put("ramp_up_duration_seconds", p.rampUpDurationSeconds());
    put("request_backpressure_policy", s.backpressure());
    RollingConfig rolling = p.rollingConfig();
    return rolling == null
        ? this
        : put("rolling_deploy_strategy", "REPLICA")
            .put("max_surge_percent", rolling.maxSurgePercent())
            .put("max_unavailable_percent", rolling.maxUnavailablePercent())
            .put("stabilization_time_seconds", rolling.stabilizationTimeSeconds())
            .put("replica_overhead_percent", rolling.replicaOverheadPercent());
  }

  private AuditFacts put(String name, @Nullable Object value) {
    if (value != null) {
      facts.put(prefix + name, value.toString());
    }
    return this;
  }
}
