package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Decision.Consequence.Activate;
import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.Decision.Consequence.Scale;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.Returning;
import dev.slipway.domain.promotion.PromotionState.ReturningAfterFailure;
import dev.slipway.domain.promotion.PromotionState.WayBack;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The way back. Traffic leaves the candidate as fast as the previous deployment's ready replicas
/// can carry it, and no faster; a dead candidate holds nothing up, a dead previous deployment does,
/// since the candidate is then the only side that serves. So does one that an operator deactivated:
/// it is activated, and gets the traffic once it is ready.
final class Rollback {
  /// How long the way back to a deployment that had to be activated waits for all of its replicas:
  /// the longest start that `startup_threshold_seconds` allows, and half an hour.
  static final Duration ACTIVATION = Duration.ofMinutes(80);

  private Rollback() {}

  /// A graceful cancel of traffic that has moved.
  static Decision cancel(Promotion p, Observation seen) {
    int from = p.candidatePercent(seen.routing());
    String accepted = "cancel accepted at " + from + " %";
    Returning state = begin(p, from, seen);
    if (nextShare(p, state, from, seen) == 0) {
      var note = new Note(LineKind.GRACEFUL_CANCEL, accepted + ", traffic returned in full");
      return back(p, seen.at(), from, seen, note);
    }
    return step(p, state, seen).first(new Note(LineKind.GRACEFUL_CANCEL, accepted));
  }

  /// All traffic back at once, whatever the previous deployment can carry.
  static Decision force(Promotion p, Observation seen) {
    int from = p.candidatePercent(seen.routing());
    var note = new Note(LineKind.FORCE_CANCEL, "force cancel accepted at " + from + " %");
    return back(p, seen.at(), from, seen, note);
  }

  /// A rolling promotion has taken replicas from the previous deployment, so that a failure, too,
  /// returns the traffic no faster than they are back.
  static Decision afterFailure(Promotion p, Observation seen, String reason) {
    int from = p.candidatePercent(seen.routing());
    return from == 0 || seen.candidate().ready() == 0
        ? PromotionEnd.failed(p, seen, reason)
        : step(p, begin(p, from, seen).after(reason), seen)
            .first(new Note(LineKind.FAILING, reason));
  }

  private static Returning begin(Promotion p, int from, Observation seen) {
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ ->
          seen.previousInactive()
              ? new Returning(
                  seen.at(),
                  from,
                  Math.max(1, seen.candidate().desired()),
                  seen.at().plus(ACTIVATION))
              // It has kept its replicas: one that answers shows that it is alive.
              : new Returning(seen.at(), from, 1, seen.at());
      case PromotionKind.Rolling(_, _, var patience) ->
          new Returning(seen.at(), from, seen.total(), seen.at().plus(patience));
    };
  }

  static Decision wayBack(Promotion p, WayBack s, Observation seen) {
    return step(p, s, seen);
  }

  private static Decision step(Promotion p, WayBack s, Observation seen) {
    int now = p.candidatePercent(seen.routing());
    int next = nextShare(p, s, now, seen);
    if (next == 0) {
      return switch (s) {
        case Returning r -> back(p, r.since(), r.fromPercent(), seen, returned(r, seen));
        case ReturningAfterFailure r -> PromotionEnd.failed(p, seen, r.reason());
      };
    }
    List<Consequence> all = new ArrayList<>(scale(p, s, next, seen));
    boolean waits = seen.at().isBefore(s.deadline());
    Instant wakeAt = waits ? s.deadline() : null;
    if (all.isEmpty() && next == now && p.state().equals(s)) {
      return Decision.keep(s, seen.routing(), wakeAt);
    }
    all.add(new Note(next == now ? LineKind.SCALE : LineKind.SHIFT, text(s, next, seen)));
    var split = new Split.Shared(p.previousDeployment(), p.sides().candidate(), next);
    return Decision.write(s, next == now ? seen.routing() : seen.routing().to(split), wakeAt, all);
  }

  private static int nextShare(Promotion p, WayBack s, int now, Observation seen) {
    int previousReady = seen.previous().ready();
    // One that is asleep is not dead: what comes for it waits, and wakes it.
    boolean asleep = seen.previous().desired() == 0 && !seen.previousInactive();
    if (now == 0 || asleep || seen.candidate().ready() == 0) {
      return 0;
    }
    if (previousReady == 0) {
      return seen.onlyCandidateServes() ? 100 : now;
    }
    boolean late = !seen.at().isBefore(s.deadline());
    return late ? 0 : Math.min(now, RollingPlan.returnShare(previousReady, needed(p, s, seen)));
  }

  /// Replicas of the previous deployment that carry everything. Where autoscaling sizes it, it
  /// knows better by now.
  private static int needed(Promotion p, WayBack s, Observation seen) {
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ ->
          Math.min(s.total(), Math.max(1, seen.previous().desired()));
      case PromotionKind.Rolling _ -> s.total();
    };
  }

  /// The previous deployment grows first; the candidate keeps what its share needs.
  private static List<Consequence> scale(Promotion p, WayBack s, int share, Observation seen) {
    if (seen.previousInactive()) {
      return List.of(new Activate(p.previousDeployment(), s.total()));
    }
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ -> List.of();
      case PromotionKind.Rolling _ -> {
        List<Consequence> all = new ArrayList<>();
        if (seen.previous().desired() < s.total()) {
          all.add(new Scale(p.previousDeployment(), s.total()));
        }
        int needed = Math.max(1, Math.ceilDiv(s.total() * share, 100));
        if (seen.candidate().desired() > needed) {
          all.add(new Scale(p.sides().candidate(), needed));
        }
        yield all;
      }
    };
  }

  /// All traffic is written back; the gateways' confirmation follows.
  static Decision back(Promotion p, Instant since, int from, Observation seen, Note note) {
    Routing back = seen.routing().to(p.stableSplit());
    List<Consequence> all = new ArrayList<>(List.of(note));
    all.addAll(PromotionEnd.previousAtSize(p, seen));
    return Decision.write(new RampingDown(since, from, back.generation()), back, seen.at(), all);
  }

  static Decision rampingDown(Promotion p, RampingDown s, Observation seen) {
    return seen.fenced()
        ? PromotionEnd.canceled(p, seen.routing(), seen)
        : Decision.keep(s, seen.routing(), null);
  }

  private static Note returned(Returning s, Observation seen) {
    boolean late = seen.previous().ready() < s.total() && seen.candidate().ready() > 0;
    return new Note(
        LineKind.RETURNED,
        late
            ? "all traffic written to the previous deployment, with %d of %d replicas ready when the time ran out"
                .formatted(seen.previous().ready(), s.total())
            : "all traffic written to the previous deployment");
  }

  private static String text(WayBack s, int percent, Observation seen) {
    if (seen.previousInactive()) {
      return "%d %% left on the candidate: the previous deployment was inactive and is activated"
          .formatted(percent);
    }
    var text =
        "%d %% left on the candidate: the previous deployment has %d of %d ready replicas"
            .formatted(percent, seen.previous().ready(), s.total());
    return seen.previous().ready() == 0
        ? seen.previous().andLastFailure(text + "; the candidate is the only side that serves.")
        : text;
  }
}
