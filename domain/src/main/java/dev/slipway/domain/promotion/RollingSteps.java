package dev.slipway.domain.promotion;

import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingToPause;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Stabilizing;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rolling promotion's way up. Each tick computes what both sides should have from what is ready
/// ([RollingTarget]) and writes where that differs; a step is complete when nothing differs any
/// more.
final class RollingSteps {
  /// Lost starts in a row of one replica, from which the step fails although others are ready.
  static final int STARTS_UNTIL_STEP_FAILS = 5;

  private RollingSteps() {}

  static Decision firstStep(Promotion p, Observation seen) {
    int total = seen.total();
    return begin(p, seen.at(), p.rollingKind().plan().next(0, total), seen);
  }

  static Decision pauseBeforeFirst(Promotion p, Observation seen) {
    return Decision.write(
        new RollingPaused(seen.at(), 0, seen.total(), 0),
        seen.routing(),
        null,
        List.of(new Note(LineKind.PAUSED, "held before the first shift")));
  }

  static Decision rolling(Promotion p, RollingUp s, Observation seen) {
    int target = RollingPlan.scaled(s.target(), s.total(), seen.total());
    Decision move = move(p, s, target, s.deadline(), seen);
    if (move != null) {
      return move;
    }
    Instant until = seen.at().plus(p.rollingKind().plan().stabilization());
    return Decision.write(
        new Stabilizing(s.since(), s.target(), s.total(), until, s.deadline()),
        seen.routing(),
        until,
        List.of(complete(target, seen)));
  }

  static Decision rollingToPause(Promotion p, RollingToPause s, Observation seen) {
    int target = RollingPlan.scaled(s.target(), s.total(), seen.total());
    Decision move = move(p, s, target, s.deadline(), seen);
    if (move != null) {
      return move;
    }
    return Decision.write(
        new RollingPaused(s.since(), s.target(), s.total(), p.candidatePercent(seen.routing())),
        seen.routing(),
        null,
        List.of(complete(target, seen), new Note(LineKind.PAUSED, "the split is pinned")));
  }

  static Decision stabilizing(Promotion p, Stabilizing s, Observation seen) {
    int total = seen.total();
    int target = RollingPlan.scaled(s.target(), s.total(), total);
    boolean rested = !seen.at().isBefore(s.until());
    if (rested && seen.candidate().responding() < target) {
      // Replicas were lost or went silent, or the demand has grown: the step is not complete any
      // more.
      return again(p, s, target, seen);
    }
    if (rested && !seen.onlyCandidateServes()) {
      return target == total
          ? PromotionEnd.succeeded(p, seen)
          : begin(p, s.since(), p.rollingKind().plan().next(target, total), seen);
    }
    Instant wake = rested ? null : s.until();
    Decision move = settled(p, s, RollingTarget.of(p, target, 100, seen), wake, seen);
    return move == null ? Decision.keep(s, seen.routing(), wake) : move;
  }

  private static Decision again(Promotion p, Stabilizing s, int target, Observation seen) {
    String death = seen.candidate().death();
    if (death != null) {
      return Rollback.afterFailure(p, seen, death);
    }
    var state = new RollingUp(s.since(), s.target(), s.total(), s.deadline());
    var note =
        new Note(
            LineKind.STEP,
            "again: the candidate has %s".formatted(seen.candidate().readyOf(target)));
    return RollingTarget.of(p, target, 100, seen).write(p, state, s.deadline(), seen).first(note);
  }

  static Decision paused(Promotion p, RollingPaused s, Observation seen) {
    int target = RollingPlan.scaled(s.target(), s.total(), seen.total());
    Decision move = settled(p, s, RollingTarget.of(p, target, s.percent(), seen), null, seen);
    return move == null ? Decision.keep(s, seen.routing(), null) : move;
  }

  static Decision resume(Promotion p, RollingPaused s, Observation seen) {
    var note = new Note(LineKind.RESUME, "the promotion goes on");
    int target = RollingPlan.scaled(s.target(), s.total(), seen.total());
    if (target == 0) {
      return firstStep(p, seen).with(note);
    }
    Instant deadline = seen.at().plus(p.rollingKind().patience());
    return Decision.write(
        new Stabilizing(s.since(), target, seen.total(), seen.at(), deadline),
        seen.routing(),
        seen.at(),
        List.of(note));
  }

  private static Decision begin(Promotion p, Instant since, int target, Observation seen) {
    var kind = p.rollingKind();
    int total = seen.total();
    Instant deadline = seen.at().plus(kind.patience()).plus(kind.plan().stabilization());
    var state = new RollingUp(since, target, total, deadline);
    var note =
        new Note(LineKind.STEP, "to %d of %d replicas on the candidate".formatted(target, total));
    return RollingTarget.of(p, target, 100, seen).write(p, state, deadline, seen).first(note);
  }

  /// What a step that is under way asks for; null where it is complete.
  private static @Nullable Decision move(
      Promotion p, PromotionState state, int target, Instant deadline, Observation seen) {
    Decision moved = settled(p, state, RollingTarget.of(p, target, 100, seen), deadline, seen);
    if (moved != null) {
      return moved;
    }
    var candidate = seen.candidate();
    boolean complete =
        candidate.responding() >= target && seen.previous().ready() <= seen.previous().desired();
    if (complete && !seen.onlyCandidateServes()) {
      return null;
    }
    if (candidate.failedStarts() >= STARTS_UNTIL_STEP_FAILS) {
      return Rollback.afterFailure(
          p,
          seen,
          candidate.andLastFailure(
              "A replica of the candidate did not become ready in %d starts, with %d of %d ready."
                  .formatted(candidate.failedStarts(), candidate.ready(), target)));
    }
    boolean patient = seen.at().isBefore(deadline);
    // What is silent may be busy, and is waited for.
    boolean late = !patient && seen.previous().ready() > 0 && candidate.ready() < target;
    return late
        ? Rollback.afterFailure(
            p,
            seen,
            candidate.andLastFailure(
                "The candidate had %s when the step's time ran out at %s."
                    .formatted(candidate.readyOf(target), deadline)))
        : Decision.keep(p.state(), seen.routing(), patient ? deadline : null);
  }

  /// What differs from `shape`; null where nothing does.
  private static @Nullable Decision settled(
      Promotion p,
      PromotionState state,
      RollingTarget shape,
      @Nullable Instant wakeAt,
      Observation seen) {
    String death = seen.candidate().death();
    if (death != null) {
      return Rollback.afterFailure(p, seen, death);
    }
    boolean same = shape.isWritten(p, seen);
    return same ? null : shape.write(p, state, wakeAt, seen);
  }

  private static Note complete(int target, Observation seen) {
    return new Note(
        LineKind.STEP_COMPLETE,
        "%d of %d replicas on the candidate, %d ready on the previous deployment"
            .formatted(target, seen.total(), seen.previous().ready()));
  }
}
