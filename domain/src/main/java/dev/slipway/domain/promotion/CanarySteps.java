package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.PromotionState.Paused;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RampPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canary's way up. The previous deployment keeps its replicas, so that one step brings all
/// traffic back.
final class CanarySteps {
  private CanarySteps() {}

  static Decision rampingUp(Promotion p, RampingUp s, Observation seen) {
    String previous = p.sides().previous();
    if (previous == null || !(p.terms().kind() instanceof PromotionKind.Canary(var plan))) {
      throw new IllegalStateException(
          "promotion " + p.id() + ": RAMPING_UP (expected: a canary over a previous deployment)");
    }
    return rampingUp(p, plan, previous, s, seen);
  }

  private static Decision rampingUp(
      Promotion p, RampPlan plan, String previous, RampingUp s, Observation seen) {
    String death = seen.candidate().death();
    if (death != null) {
      return PromotionEnd.failed(p, seen, death);
    }
    Decision healthy = onHealthySide(p, previous, s, plan.percent(s.stage()), s.deadline(), seen);
    if (healthy != null) {
      return healthy;
    }
    if (seen.at().isBefore(s.stageEnds())) {
      return Decision.keep(s, seen.routing(), s.stageEnds());
    }
    if (seen.candidate().responding() < p.terms().requiredReady()) {
      return stalled(p, s, seen);
    }
    return plan.isLast(s.stage())
        ? PromotionEnd.succeeded(p, seen)
        : stage(p, plan, previous, s.stage() + 1, s.stageEnds(), seen);
  }

  private static Decision stalled(Promotion p, RampingUp s, Observation seen) {
    boolean patient = seen.at().isBefore(s.deadline());
    // With a previous deployment that cannot serve, giving up would make things worse. And what is
    // silent may be busy: it is waited for, and its share stays; once it counts as dead time runs.
    if (patient
        || seen.previous().ready() == 0
        || seen.candidate().ready() >= p.terms().requiredReady()) {
      return Decision.keep(s, seen.routing(), patient ? s.deadline() : null);
    }
    String reason =
        "The candidate had %s for %d min, at %d %% of the traffic."
            .formatted(
                seen.candidate().readyOf(p.terms().requiredReady()),
                RampPlan.STALL_TIMEOUT.toMinutes(),
                p.candidatePercent(seen.routing()));
    return PromotionEnd.failed(p, seen, seen.candidate().andLastFailure(reason));
  }

  static Decision paused(Promotion p, Paused s, Observation seen) {
    if (!(p.terms().kind() instanceof PromotionKind.Canary)) {
      throw new IllegalStateException(
          "promotion " + p.id() + ": PAUSED between stages (expected: a canary)");
    }
    String previous = p.sides().previous();
    String death = seen.candidate().death();
    if (death != null) {
      return PromotionEnd.failed(p, seen, death);
    }
    if (previous == null || s.stage() == 0) {
      return Decision.keep(s, seen.routing(), null);
    }
    int pinned = s.stage() * 100 / RampPlan.STAGES;
    Decision healthy = onHealthySide(p, previous, s, pinned, null, seen);
    return healthy == null ? Decision.keep(s, seen.routing(), null) : healthy;
  }

  /// While the previous deployment cannot serve, all traffic is held on the candidate, the only
  /// healthy side, and the ramp stands still.
  private static @Nullable Decision onHealthySide(
      Promotion p,
      String previous,
      PromotionState s,
      int percent,
      @Nullable Instant wakeAt,
      Observation seen) {
    int now = p.candidatePercent(seen.routing());
    if (seen.onlyCandidateServes()) {
      return now == 100
          ? Decision.keep(s, seen.routing(), null)
          : FailoverHold.hold(p, previous, s, seen);
    }
    return now != percent && seen.previous().ready() > 0
        ? FailoverHold.back(p, previous, s, percent, wakeAt, seen)
        : null;
  }

  /// @param due when the stage should have begun
  static Decision stage(
      Promotion p, RampPlan plan, String previous, int stage, Instant due, Observation seen) {
    Instant since = p.state() instanceof RampingUp r ? r.since() : seen.at();
    return stage(p, plan, previous, stage, since, plan.endOfStage(due, seen.at()), seen);
  }

  private static Decision stage(
      Promotion p,
      RampPlan plan,
      String previous,
      int stage,
      Instant since,
      Instant ends,
      Observation seen) {
    int percent = plan.percent(stage);
    var split = new Split.Shared(previous, p.sides().candidate(), percent);
    return Decision.write(
        new RampingUp(since, stage, ends, ends.plus(RampPlan.STALL_TIMEOUT)),
        seen.routing().to(split),
        ends,
        List.of(new Note(LineKind.SHIFT, percent + " % to the candidate")));
  }

  static Decision pauseBeforeFirst(Promotion p, Observation seen) {
    return Decision.write(
        new Paused(seen.at(), 0, Duration.ZERO),
        seen.routing(),
        null,
        List.of(new Note(LineKind.PAUSED, "held before the first shift")));
  }

  static Decision pause(RampingUp s, Observation seen) {
    var left = Duration.between(seen.at(), s.stageEnds());
    return Decision.write(
        new Paused(s.since(), s.stage(), left.isNegative() ? Duration.ZERO : left),
        seen.routing(),
        null,
        List.of(new Note(LineKind.PAUSE, "the split is pinned")));
  }

  static Decision resume(Promotion p, Paused s, Observation seen) {
    var note = new Note(LineKind.RESUME, "the ramp goes on");
    if (s.stage() == 0) {
      return beforeFirst(p, seen).with(note);
    }
    Instant ends = seen.at().plus(s.left());
    return Decision.write(
        new RampingUp(s.since(), s.stage(), ends, ends.plus(RampPlan.STALL_TIMEOUT)),
        seen.routing(),
        ends,
        List.of(note));
  }

  /// The first shift, where there is somebody to share with and the candidate is still ready. Where
  /// not, it is awaited anew.
  private static Decision beforeFirst(Promotion p, Observation seen) {
    String previous = p.sides().previous();
    boolean ready = seen.candidate().responding() >= p.terms().requiredReady();
    if (ready && previous != null && p.terms().kind() instanceof PromotionKind.Canary(var plan)) {
      return stage(p, plan, previous, 1, seen.at(), seen);
    }
    Instant deadline = seen.at().plus(RampPlan.STALL_TIMEOUT);
    return Decision.write(
        new PromotionState.Releasing(seen.at(), deadline), seen.routing(), seen.at(), List.of());
  }
}
