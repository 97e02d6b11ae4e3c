package dev.slipway.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How rolling promotions to an environment go.
final class RollingOptions {
  @Option(
      names = "--rolling",
      negatable = true,
      fallbackValue = "true",
      description = "Promote replica by replica; --no-rolling: not any more.")
  private @Nullable Boolean rolling;

  @Option(
      names = "--max-surge",
      paramLabel = "PERCENT",
      description = "Size of a step; its replicas are started on top. 1 to 50.")
  private @Nullable Integer maxSurge;

  @Option(
      names = "--max-unavailable",
      paramLabel = "PERCENT",
      description = "Size of a step; as many replicas are stopped first. 1 to 50.")
  private @Nullable Integer maxUnavailable;

  @Option(
      names = "--stabilization",
      paramLabel = "TIME",
      description = "How long the split rests after each step, such as 30s. At most 1h.")
  private @Nullable String stabilization;

  @Option(
      names = "--overhead",
      paramLabel = "PERCENT",
      description = "Replicas beyond the demand that the previous deployment is given first.")
  private @Nullable Integer overhead;

  void into(ObjectNode promotion) {
    if (rolling != null) {
      promotion.put("rolling_deploy", rolling);
    }
    ObjectNode config = WireJson.object();
    if (maxSurge != null && maxUnavailable != null) {
      throw Failure.usage("--max-surge and --max-unavailable: give one of the two.");
    }
    if (maxSurge != null) {
      config.put("max_surge_percent", maxSurge).put("max_unavailable_percent", 0);
    }
    if (maxUnavailable != null) {
      config.put("max_surge_percent", 0).put("max_unavailable_percent", maxUnavailable);
    }
    if (stabilization != null) {
      config.put(
          "stabilization_time_seconds",
          EnvironmentSettings.seconds("--stabilization", stabilization));
    }
    if (overhead != null) {
      config.put("replica_overhead_percent", overhead);
    }
    if (!config.isEmpty()) {
      promotion.set("rolling_deploy_config", config);
    }
  }

  /// `rolling, 20 % surge a step`, and what else is set.
  static String text(JsonNode config) {
    long surge = WireJson.number(config, "max_surge_percent");
    long unavailable = WireJson.number(config, "max_unavailable_percent");
    long rest = WireJson.number(config, "stabilization_time_seconds");
    long overhead = WireJson.number(config, "replica_overhead_percent");
    if (surge + unavailable == 0) {
      return "rolling";
    }
    return "rolling, "
        + (surge > 0 ? surge + " % surge" : unavailable + " % unavailable")
        + " a step"
        + (rest > 0 ? ", " + rest + " s rest" : "")
        + (overhead > 0 ? ", " + overhead + " % overhead" : "");
  }
}
