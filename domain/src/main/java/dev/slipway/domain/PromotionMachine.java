package dev.slipway.domain;

import dev.slipway.domain.Decision.Consequence;
import dev.slipway.domain.Decision.Consequence.ClearCandidate;
import dev.slipway.domain.Decision.Consequence.MakeCurrent;
import dev.slipway.domain.Decision.Consequence.Note;
import dev.slipway.domain.Decision.Consequence.Release;
import dev.slipway.domain.PromotionState.Canceled;
import dev.slipway.domain.PromotionState.Failed;
import dev.slipway.domain.PromotionState.RampingDown;
import dev.slipway.domain.PromotionState.RampingUp;
import dev.slipway.domain.PromotionState.Releasing;
import dev.slipway.domain.PromotionState.Succeeded;
import dev.slipway.domain.PromotionState.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every transition of a promotion, as pure functions: [#decide] for what time and observation
/// bring, [#accept] for what an operator asks. Nothing else changes a promotion's state.
public final class PromotionMachine {
  /// How long a candidate may take to become ready, unless its deployment says otherwise.
  public static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(30);

  /// How long a ramp may stand still because the candidate has no ready replica.
  public static final Duration STALL_TIMEOUT = Duration.ofMinutes(10);

  private PromotionMachine() {}

  /// The first state of a promotion that starts now.
  public static PromotionState start(Instant now, Duration releaseTimeout) {
    return new Releasing(now, now.plus(releaseTimeout));
  }

  /// What the passing of time and the things seen mean for `p`.
  public static Decision decide(Promotion p, Observation seen) {
    return switch (p.state()) {
      case Releasing s -> releasing(p, s, seen);
      case RampingUp s -> rampingUp(p, s, seen);
      case RampingDown s -> rampingDown(p, s, seen);
      case Terminal s -> Decision.keep(s, seen.routing(), null);
    };
  }

  /// Whether `command` holds for `p`, and what it changes.
  ///
  /// @param p the environment's promotion in progress, or its last one, or null where there is none
  /// @param routing the environment's routing as it is written
  public static Outcome accept(
      EnvironmentKey environment,
      @Nullable Promotion p,
      Routing routing,
      Command command,
      Instant now) {
    boolean active = p != null && !p.state().isTerminal();
    return switch (command) {
      case Command.Promote _ ->
          p != null && active ? new Outcome.Refused(busy(environment, p)) : start(now, routing);
      case Command.Cancel _ ->
          p == null ? new Outcome.Refused(nothingToCancel(environment)) : cancel(p, routing, now);
    };
  }

  private static Outcome start(Instant now, Routing routing) {
    return new Outcome.Accepted(
        Decision.write(start(now, RELEASE_TIMEOUT), routing, now, List.of()));
  }

  private static Outcome cancel(Promotion p, Routing routing, Instant now) {
    return switch (p.state()) {
      case Releasing _ -> new Outcome.Accepted(canceled(p, routing.to(p.stableSplit()), now));
      case RampingUp _ -> new Outcome.Accepted(rampDown(p, routing, now));
      case RampingDown s -> new Outcome.Accepted(Decision.keep(s, routing, now));
      case Terminal _ -> new Outcome.Refused(nothingToCancel(p.environment()));
    };
  }

  /// Traffic goes back in one step; the promotion ends when every gateway has confirmed it.
  private static Decision rampDown(Promotion p, Routing routing, Instant now) {
    Routing back = routing.to(p.stableSplit());
    int from = routing.split().percentTo(p.sides().candidate());
    var note =
        new Note("GRACEFUL_CANCEL", "cancel accepted at " + from + " %, traffic returned in full");
    return Decision.write(new RampingDown(now, from, back.generation()), back, now, List.of(note));
  }

  private static Decision releasing(Promotion p, Releasing s, Observation seen) {
    if (seen.candidateFailed()) {
      return failed(p, seen, seen.candidateFailure());
    }
    if (seen.candidateReady() >= p.terms().requiredReady()) {
      return firstShift(p, seen);
    }
    if (!seen.at().isBefore(s.deadline())) {
      return failed(
          p,
          seen,
          "The candidate had %d of %d ready replicas when its time ran out at %s."
              .formatted(seen.candidateReady(), p.terms().requiredReady(), s.deadline()));
    }
    return Decision.keep(s, seen.routing(), s.deadline());
  }

  private static Decision firstShift(Promotion p, Observation seen) {
    String previous = p.sides().previous();
    if (previous == null) {
      return succeeded(p, seen);
    }
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _ -> succeeded(p, seen);
      case PromotionKind.Canary(var plan) -> stage(p, plan, previous, 1, seen.at(), seen);
    };
  }

  private static Decision rampingUp(Promotion p, RampingUp s, Observation seen) {
    if (seen.candidateFailed()) {
      return failed(p, seen, seen.candidateFailure());
    }
    boolean held = seen.candidateReady() == 0;
    if (held && !seen.at().isBefore(s.deadline())) {
      return failed(
          p, seen, "The candidate had no ready replica for " + STALL_TIMEOUT.toMinutes() + " min.");
    }
    if (held) {
      return Decision.keep(s, seen.routing(), s.deadline());
    }
    if (seen.at().isBefore(s.stageEnds())) {
      return Decision.keep(s, seen.routing(), s.stageEnds());
    }
    return nextStage(p, s, seen);
  }

  private static Decision nextStage(Promotion p, RampingUp s, Observation seen) {
    String previous = p.sides().previous();
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _ -> succeeded(p, seen);
      case PromotionKind.Canary(var plan) ->
          previous == null || plan.isLast(s.stage())
              ? succeeded(p, seen)
              : stage(p, plan, previous, s.stage() + 1, s.stageEnds(), seen);
    };
  }

  private static Decision stage(
      Promotion p, RampPlan plan, String previous, int stage, Instant due, Observation seen) {
    int percent = plan.percent(stage);
    Instant ends = plan.endOfStage(due, seen.at());
    var since = p.state() instanceof RampingUp r ? r.since() : seen.at();
    var split = new Split.Shared(previous, p.sides().candidate(), percent);
    return Decision.write(
        new RampingUp(since, stage, ends, ends.plus(STALL_TIMEOUT)),
        seen.routing().to(split),
        ends,
        List.of(new Note("SHIFT", percent + " % to the candidate")));
  }

  private static Decision rampingDown(Promotion p, RampingDown s, Observation seen) {
    return seen.fenced()
        ? canceled(p, seen.routing(), seen.at())
        : Decision.keep(s, seen.routing(), null);
  }

  private static Decision canceled(Promotion p, Routing routing, Instant now) {
    return Decision.write(
        new Canceled(now), routing, null, losing(p, new Note("CANCELED", "promotion canceled")));
  }

  private static Decision failed(Promotion p, Observation seen, String reason) {
    // The candidate stays visible with its failed status until the next promotion or a cancel.
    return Decision.write(
        new Failed(seen.at(), reason),
        seen.routing().to(p.stableSplit()),
        null,
        List.of(
            new Release(p.sides().candidate(), p.terms().candidateCleanup()),
            new Note("FAILED", reason)));
  }

  private static Decision succeeded(Promotion p, Observation seen) {
    String candidate = p.sides().candidate();
    String previous = p.sides().previous();
    List<Consequence> all = new ArrayList<>();
    all.add(new MakeCurrent(candidate));
    all.add(new ClearCandidate());
    if (previous != null) {
      all.add(new Release(previous, p.terms().previousCleanup()));
    }
    all.add(new Note("SUCCEEDED", "all traffic on the candidate"));
    return Decision.write(
        new Succeeded(seen.at()), seen.routing().to(new Split.Whole(candidate)), null, all);
  }

  private static List<Consequence> losing(Promotion p, Note note) {
    return List.of(
        new ClearCandidate(),
        new Release(p.sides().candidate(), p.terms().candidateCleanup()),
        note);
  }

  private static String nothingToCancel(EnvironmentKey environment) {
    return "Environment " + environment.name() + " has no in progress promotion.";
  }

  private static String busy(EnvironmentKey environment, Promotion p) {
    return "Environment %s already has an in progress promotion of deployment %s (%s). Cancel it or wait for its end."
        .formatted(environment.name(), p.sides().candidate(), p.state().status());
  }
}
