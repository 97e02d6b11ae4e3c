package dev.slipway.api;

import dev.slipway.domain.promotion.CancelPlan;
import dev.slipway.domain.promotion.Command;
import dev.slipway.engine.promotion.DryRun;
import dev.slipway.wire.PromotionBodies.CancelPlanBody;
import dev.slipway.wire.PromotionBodies.CancelStepBody;
import dev.slipway.wire.PromotionBodies.CapacityBody;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Dry runs, as this server shows them.
final class PlanWire {
  private static final double MILLIS = 1000;

  private PlanWire() {}

  static CancelPlanBody plan(DryRun run, String environment, Command command) {
    boolean graceful = !(command instanceof Command.ForceCancel);
    CancelPlan.Capacity now = run.plan().capacity();
    var capacity = new CapacityBody(now.ready(), now.needed(), now.shortfall());
    return switch (run.plan()) {
      case CancelPlan.Refused(var why, var _) ->
          new CancelPlanBody(
              true, false, null, why, run.promotionId(), List.of(), capacity, null, run.inFlight());
      case CancelPlan.Accepted plan ->
          new CancelPlanBody(
              true,
              true,
              plan.atOnce() ? "CANCELED" : "RAMPING_DOWN",
              message(plan, environment, graceful),
              run.promotionId(),
              plan.steps().stream().map(PlanWire::step).toList(),
              capacity,
              seconds(run.estimate()),
              run.inFlight());
    };
  }

  private static @Nullable Double seconds(@Nullable Duration estimate) {
    return estimate == null ? null : estimate.toMillis() / MILLIS;
  }

  private static CancelStepBody step(CancelPlan.Step s) {
    return new CancelStepBody(
        s.status(),
        s.candidatePercent(),
        s.previousReady(),
        s.previousWanted(),
        s.candidateWanted());
  }

  private static String message(CancelPlan.Accepted plan, String environment, boolean graceful) {
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
