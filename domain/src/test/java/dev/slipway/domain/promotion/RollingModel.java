package dev.slipway.domain.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// A world for one rolling promotion: two numbers of wanted and of ready replicas, which follow at
/// the pace of chance, and a clock. Every decision is applied and checked against what rolling
/// promises.
public final class RollingModel {
  private static final Duration TICK = Duration.ofSeconds(5);

  final Random random;
  final RollingPlan plan;
  public Promotion promotion;
  Routing routing = Promotions.routing(Promotions.releasing());
  Instant now = Promotions.T0;
  int total;
  public int previousDesired;
  public int previousReady;
  public int candidateDesired;
  int candidateReady;
  private boolean lossy;

  public RollingModel(RollingPlan plan, int total, long seed) {
    this.plan = plan;
    this.total = total;
    this.random = new Random(seed);
    previousDesired = total;
    previousReady = total;
    candidateDesired = plan.first(total);
    var kind = new PromotionKind.Rolling(plan, total, Promotions.PATIENCE);
    promotion =
        new Promotion(
            "p",
            Promotions.ENVIRONMENT,
            new Promotion.Sides("old", "new", "new"),
            new Promotion.Terms(kind, Cleanup.SCALE_TO_ZERO, Cleanup.SCALE_TO_ZERO, 1, now),
            PromotionMachine.start(now, Promotions.PATIENCE),
            1);
  }

  public Observation seen() {
    return new Observation(
        now,
        routing,
        new Side(previousDesired, previousReady, previousReady, previousReady == 0, 0, null, null),
        new Side(
            candidateDesired, candidateReady, candidateReady, candidateReady == 0, 0, null, null),
        total,
        true,
        false);
  }

  /// Some replicas become ready, surplus ones go, time passes.
  public void pass() {
    previousReady = follow(previousReady, previousDesired);
    candidateReady = follow(candidateReady, candidateDesired);
    now = now.plus(TICK);
  }

  private int follow(int ready, int desired) {
    return ready >= desired ? desired : ready + random.nextInt(desired - ready + 1);
  }

  /// Some of the candidate's replicas stop answering.
  public void loseSome() {
    lossy = true;
    candidateReady -= candidateReady == 0 ? 0 : random.nextInt(candidateReady + 1);
  }

  public void accept(Command command) {
    if (PromotionCommands.accept(Promotions.ENVIRONMENT, promotion, command, seen())
        instanceof Outcome.Accepted(var d)) {
      apply(d);
    }
  }

  public void tick() {
    apply(PromotionMachine.decide(promotion, seen()));
  }

  public int share() {
    return routing.split().percentTo("new");
  }

  private void apply(Decision d) {
    if (!d.changed()) {
      return;
    }
    promotion = promotion.with(d.next());
    routing = d.routing();
    for (Consequence c : d.consequences()) {
      switch (c) {
        case Consequence.Scale(var id, var replicas) -> {
          if (id.equals("old")) {
            previousDesired = replicas;
          } else {
            candidateDesired = replicas;
          }
        }
        case Consequence.Activate _,
            Consequence.Release _,
            Consequence.MakeCurrent _,
            Consequence.ClearCandidate _,
            Consequence.Note _ -> {}
      }
    }
    check();
  }

  private void check() {
    String as = promotion.state() + " " + seen();
    assertThat(previousDesired).as(as).isPositive();
    assertThat(candidateDesired).as(as).isPositive();
    switch (promotion.state()) {
      case PromotionState.RollingUp _,
          PromotionState.RollingToPause _,
          PromotionState.Stabilizing _,
          PromotionState.RollingPaused _ -> {
        int kept = Math.min(previousReady, previousDesired) + candidateReady;
        if (!lossy && previousReady == Math.max(previousReady, previousDesired)) {
          assertThat(kept).as(as).isGreaterThanOrEqualTo(total - plan.missing(total));
        }
        assertThat(share())
            .as(as)
            .isLessThanOrEqualTo(
                previousReady == 0 ? 100 : RollingPlan.readyShare(previousReady, candidateReady));
      }
      case PromotionState.WayBack r -> {
        if (previousReady > 0) {
          assertThat(100 - share())
              .as(as)
              .isLessThanOrEqualTo(
                  Math.max(previousReady * 100 / r.total(), 100 - r.fromPercent()));
        }
      }
      case PromotionState.Releasing _,
          PromotionState.Held _,
          PromotionState.RampingUp _,
          PromotionState.Paused _,
          PromotionState.Forwarding _,
          PromotionState.RampingDown _,
          PromotionState.Unreadable _,
          PromotionState.Terminal _ -> {}
    }
  }
}
