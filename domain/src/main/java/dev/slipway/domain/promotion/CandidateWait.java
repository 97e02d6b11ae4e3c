package dev.slipway.domain.promotion;

import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.Decision.Consequence.Scale;
import dev.slipway.domain.promotion.PromotionState.Held;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.settings.PromotionKind;
import java.time.Instant;
import java.util.List;

/// Before the first shift: the candidate is awaited.
final class CandidateWait {
  private CandidateWait() {}

  static Decision releasing(Promotion p, Releasing s, Observation seen) {
    return isReady(p, seen) ? firstShift(p, seen) : awaited(p, s, s.deadline(), seen);
  }

  static Decision held(Promotion p, Held s, Observation seen) {
    if (!isReady(p, seen)) {
      return awaited(p, s, s.deadline(), seen);
    }
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _ -> firstShift(p, seen);
      case PromotionKind.Canary _ -> CanarySteps.pauseBeforeFirst(p, seen);
      case PromotionKind.Rolling _ -> RollingSteps.pauseBeforeFirst(p, seen);
    };
  }

  private static boolean isReady(Promotion p, Observation seen) {
    return seen.candidate().failure() == null
        && seen.candidate().responding() >= p.terms().requiredReady()
        && seen.previous().ready() >= previousNeeded(p, seen);
  }

  /// The replicas that a rolling promotion provisions on the previous deployment before it begins.
  private static int previousNeeded(Promotion p, Observation seen) {
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ -> 0;
      case PromotionKind.Rolling(var plan, _, _) ->
          plan.overheadPercent() == 0 ? 0 : seen.total() + plan.overhead(seen.total());
    };
  }

  private static Decision awaited(
      Promotion p, PromotionState s, Instant deadline, Observation seen) {
    String failure = seen.candidate().failure();
    if (failure != null) {
      return PromotionEnd.failed(p, seen, failure);
    }
    if (seen.at().isBefore(deadline)) {
      return provisioned(p, s, deadline, seen);
    }
    int missing = previousNeeded(p, seen);
    if (seen.candidate().ready() >= p.terms().requiredReady()
        && seen.previous().ready() >= missing) {
      // What is silent may be busy, and is waited for.
      return Decision.keep(s, seen.routing(), null);
    }
    String reason =
        seen.candidate().ready() < p.terms().requiredReady()
            ? seen.candidate()
                .andLastFailure(
                    "The candidate had %s when its time ran out at %s."
                        .formatted(seen.candidate().readyOf(p.terms().requiredReady()), deadline))
            : seen.previous()
                .andLastFailure(
                    "The previous deployment had %d of the %d ready replicas that replica_overhead_percent asks for when the time ran out at %s."
                        .formatted(seen.previous().ready(), missing, deadline));
    return PromotionEnd.failed(p, seen, reason);
  }

  /// A rolling promotion gives the previous deployment what the demand asks for, and its overhead.
  private static Decision provisioned(
      Promotion p, PromotionState s, Instant deadline, Observation seen) {
    String previous = p.sides().previous();
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ ->
          Decision.keep(s, seen.routing(), deadline);
      case PromotionKind.Rolling(var plan, _, _) -> {
        int wanted = seen.total() + plan.overhead(seen.total());
        yield previous == null || seen.previous().desired() == wanted
            ? Decision.keep(s, seen.routing(), deadline)
            : Decision.write(
                s,
                seen.routing(),
                deadline,
                List.of(
                    new Scale(previous, wanted),
                    new Note(
                        LineKind.SCALE, wanted + " replicas wanted on the previous deployment")));
      }
    };
  }

  private static Decision firstShift(Promotion p, Observation seen) {
    String previous = p.sides().previous();
    if (previous == null) {
      return PromotionEnd.succeeded(p, seen);
    }
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _ -> PromotionEnd.succeeded(p, seen);
      case PromotionKind.Canary(var plan) ->
          CanarySteps.stage(p, plan, previous, 1, seen.at(), seen);
      case PromotionKind.Rolling _ -> RollingSteps.firstStep(p, seen);
    };
  }
}
