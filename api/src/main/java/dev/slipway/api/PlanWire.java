package dev.slipway.api;

import dev.slipway.domain.CancelPlan;
import dev.slipway.domain.Command;
import dev.slipway.engine.DryRun;
import dev.slipway.wire.PromotionBodies.CancelPlanBody;
import dev.slipway.wire.PromotionBodies.CancelStepBody;
import dev.slipway.wire.PromotionBodies.CapacityBody;
import java.time.Duration;

/// Dry runs, as this server shows them.
final class PlanWire {
  private static final double MILLIS = 1000;

  private PlanWire() {}

  static CancelPlanBody plan(DryRun run, String environment, Command command) {
    CancelPlan plan = run.plan();
    boolean graceful = !(command instanceof Command.ForceCancel);
    Duration estimate = run.estimate();
    return new CancelPlanBody(
        true,
        plan.accepted(),
        plan.accepted() ? (plan.atOnce() ? "CANCELED" : "RAMPING_DOWN") : null,
        plan.accepted() ? message(plan, environment, graceful) : plan.refusal(),
        run.promotionId().isEmpty() ? null : run.promotionId(),
        plan.steps().stream().map(PlanWire::step).toList(),
        new CapacityBody(
            plan.capacity().ready(), plan.capacity().needed(), plan.capacity().shortfall()),
        estimate == null || !plan.accepted() ? null : estimate.toMillis() / MILLIS,
        run.inFlight());
  }

  private static CancelStepBody step(CancelPlan.Step s) {
    return new CancelStepBody(
        s.status(),
        s.candidatePercent(),
        s.previousReady(),
        s.previousWanted(),
        s.candidateWanted());
  }

  private static String message(CancelPlan plan, String environment, boolean graceful) {
    int missing = plan.capacity().shortfall();
    boolean steps = plan.steps().getFirst().candidatePercent() > 0;
    String how =
        steps
            ? "would return step by step, as %d more replicas of the previous deployment become ready"
                .formatted(missing)
            : "would return at once";
    String risk =
        !steps && missing > 0 && !graceful
            ? "; the previous deployment has %d of %d ready replicas"
                .formatted(plan.capacity().ready(), plan.capacity().needed())
            : "";
    return "The traffic of %s %s%s. Nothing was written.".formatted(environment, how, risk);
  }
}
