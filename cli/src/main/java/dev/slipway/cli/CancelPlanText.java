package dev.slipway.cli;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// What a cancel would do, as a person reads it.
final class CancelPlanText {
  private static final int BAR = 10;
  private static final int MILLIS = 1000;

  private CancelPlanText() {}

  static String of(Terminal t, JsonNode plan) {
    if (!plan.path("accepted").asBoolean(false)) {
      return "It would be refused: " + WireJson.text(plan, "message");
    }
    JsonNode capacity = plan.path("capacity");
    var steps = new TextTable("WEIGHT", "", "STATE", "TAKES READY", "WANTED", "CANDIDATE");
    for (JsonNode step : plan.path("steps")) {
      int percent = (int) WireJson.number(step, "percent_traffic_to_new_version");
      steps.row(
          percent + " %",
          t.bar(percent, BAR),
          t.status(WireJson.text(step, "status")),
          WireJson.text(step, "previous_ready"),
          WireJson.text(step, "previous_replicas"),
          WireJson.text(step, "candidate_replicas"));
    }
    return """
    %s: %s

    %s

    The previous deployment has %s of %s replicas ready that carry everything: %s missing.
    Until they are ready: %s. In flight on the candidate now: %s.\
    """
        .formatted(
            t.bold("It would answer " + WireJson.text(plan, "status")),
            WireJson.text(plan, "message"),
            steps.format(),
            WireJson.text(capacity, "ready"),
            WireJson.text(capacity, "needed"),
            WireJson.text(capacity, "shortfall"),
            estimate(plan),
            WireJson.text(plan, "in_flight_on_candidate"));
  }

  private static String estimate(JsonNode plan) {
    JsonNode seconds = plan.path("estimated_seconds");
    if (WireJson.isNull(seconds)) {
      return "not known, since no replica of it was seen to start";
    }
    double value = seconds.asDouble(0);
    return value == 0
        ? "no time"
        : "about " + Durations.human(Duration.ofMillis(Math.round(value * MILLIS)));
  }
}
