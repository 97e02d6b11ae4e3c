package dev.slipway.cli;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// One environment as a person reads it.
final class EnvironmentText {
  private EnvironmentText() {}

  static String of(Terminal t, JsonNode e) {
    JsonNode autoscaling = e.path("autoscaling_settings");
    JsonNode promotion = e.path("promotion_settings");
    return new TextTable(t.bold(WireJson.text(e, "name")), "")
        .row("current", Cells.deployment(t, e.path("current_deployment")))
        .row("candidate", Cells.deployment(t, e.path("candidate_deployment")))
        .row("promotion", Cells.promotion(t, e))
        .row("promotions go", EnvironmentSettings.kind(promotion))
        .row("losing side", Cells.orDash(WireJson.text(promotion, "promotion_cleanup_strategy")))
        .row(
            "replicas",
            WireJson.text(autoscaling, "min_replica")
                + " to "
                + WireJson.text(autoscaling, "max_replica"))
        .row("concurrency", WireJson.text(autoscaling, "concurrency_target") + " a replica")
        .row("scale-down after", delay(autoscaling))
        .row("instance type", Cells.orDash(WireJson.text(e.path("instance_type"), "name")))
        .format();
  }

  private static String delay(JsonNode autoscaling) {
    JsonNode seconds = autoscaling.path("scale_down_delay");
    return WireJson.isNull(seconds) ? "-" : Durations.human(Duration.ofSeconds(seconds.asLong(0)));
  }
}
