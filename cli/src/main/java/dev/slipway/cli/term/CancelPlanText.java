package dev.slipway.cli.term;

import dev.slipway.wire.PromotionBodies.CancelPlanBody;
import dev.slipway.wire.PromotionBodies.CancelStepBody;
import java.time.Duration;

/// What a cancel would do, as a person reads it.
public final class CancelPlanText {
  private static final int BAR = 10;
  private static final int MILLIS = 1000;

  private CancelPlanText() {}

  public static String of(Terminal t, CancelPlanBody plan) {
    if (!plan.accepted()) {
      return "It would be refused: " + plan.message();
    }
    var steps = new TextTable("WEIGHT", "", "STATE", "TAKES READY", "WANTED", "CANDIDATE");
    for (CancelStepBody step : plan.steps()) {
      int percent = step.percentTrafficToNewVersion();
      steps.row(
          percent + " %",
          t.bar(percent, BAR),
          t.status(step.status()),
          String.valueOf(step.previousReady()),
          String.valueOf(step.previousReplicas()),
          String.valueOf(step.candidateReplicas()));
    }
    return """
    %s: %s

    %s

    The previous deployment has %d of %d replicas ready that carry everything: %d missing.
    Until they are ready: %s. In flight on the candidate now: %d.\
    """
        .formatted(
            t.bold("It would answer " + plan.status()),
            plan.message(),
            steps.format(),
            plan.capacity().ready(),
            plan.capacity().needed(),
            plan.capacity().shortfall(),
            estimate(plan),
            plan.inFlightOnCandidate());
  }

  private static String estimate(CancelPlanBody plan) {
    Double seconds = plan.estimatedSeconds();
    if (seconds == null) {
      return "not known, since no replica of it was seen to start";
    }
    return seconds == 0
        ? "no time"
        : "about " + Durations.human(Duration.ofMillis(Math.round(seconds * MILLIS)));
  }
}
