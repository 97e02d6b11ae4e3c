package dev.slipway.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The settings of an environment that the command line can change.
final class EnvironmentSettings {
  @Option(
      names = "--ramp",
      paramLabel = "TIME",
      description = "Promote as a canary: ten steps in this time, such as 60s or 10m.")
  private @Nullable String ramp;

  @Option(names = "--no-ramp", description = "Promote in one step.")
  private boolean noRamp;

  @Option(
      names = "--cleanup",
      paramLabel = "STRATEGY",
      description = "The losing side after a promotion: KEEP, SCALE_TO_ZERO or DEACTIVATE.")
  private @Nullable String cleanup;

  @Option(
      names = "--redeploy",
      paramLabel = "true|false",
      arity = "1",
      description = "Always promote a copy.")
  private @Nullable Boolean redeploy;

  @Option(names = "--min-replica", paramLabel = "N", description = "The least replicas.")
  private @Nullable Integer minReplica;

  @Option(names = "--max-replica", paramLabel = "N", description = "The most replicas.")
  private @Nullable Integer maxReplica;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests in flight that a replica is meant for.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--scale-down-delay",
      paramLabel = "TIME",
      description = "How long load must be lower before replicas are stopped.")
  private @Nullable String scaleDownDelay;

  @Mixin private final RollingOptions rolling = new RollingOptions();

  /// @return the body of a PATCH or of a create call; empty where nothing was given
  ObjectNode body() {
    ObjectNode promotion = WireJson.object();
    if (ramp != null && noRamp) {
      throw Failure.usage("--ramp and --no-ramp: give one of the two.");
    }
    if (ramp != null) {
      promotion.put("ramp_up_while_promoting", true);
      promotion.put("ramp_up_duration_seconds", seconds("--ramp", ramp));
    }
    if (noRamp) {
      promotion.put("ramp_up_while_promoting", false);
    }
    if (cleanup != null) {
      promotion.put("promotion_cleanup_strategy", cleanup);
    }
    if (redeploy != null) {
      promotion.put("redeploy_on_promotion", redeploy);
    }
    rolling.into(promotion);
    ObjectNode autoscaling = WireJson.object();
    put(autoscaling, "min_replica", minReplica);
    put(autoscaling, "max_replica", maxReplica);
    put(autoscaling, "concurrency_target", concurrency);
    if (scaleDownDelay != null) {
      autoscaling.put("scale_down_delay", seconds("--scale-down-delay", scaleDownDelay));
    }
    ObjectNode body = WireJson.object();
    if (!promotion.isEmpty()) {
      body.set("promotion_settings", promotion);
    }
    if (!autoscaling.isEmpty()) {
      body.set("autoscaling_settings", autoscaling);
    }
    return body;
  }

  private static void put(ObjectNode node, String field, @Nullable Integer value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  static long seconds(String option, String text) {
    Duration d = Durations.parse(option, text);
    if (d.toMillisPart() != 0) {
      throw Failure.usage(option + ": '" + text + "' (expected: whole seconds)");
    }
    return d.toSeconds();
  }

  /// How promotions to an environment go, in a word or two.
  static String kind(JsonNode promotionSettings) {
    if (promotionSettings.path("rolling_deploy").asBoolean(false)) {
      return RollingOptions.text(promotionSettings.path("rolling_deploy_config"));
    }
    long seconds = WireJson.number(promotionSettings, "ramp_up_duration_seconds");
    boolean ramp = promotionSettings.path("ramp_up_while_promoting").asBoolean(false);
    return ramp && seconds > 0
        ? "canary over " + Durations.human(Duration.ofSeconds(seconds))
        : "in one step";
  }
}
