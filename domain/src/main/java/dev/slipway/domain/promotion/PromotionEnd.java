package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Decision.Consequence.ClearCandidate;
import dev.slipway.domain.promotion.Decision.Consequence.MakeCurrent;
import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.Decision.Consequence.Release;
import dev.slipway.domain.promotion.Decision.Consequence.Scale;
import dev.slipway.domain.promotion.PromotionState.Canceled;
import dev.slipway.domain.promotion.PromotionState.Failed;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.Succeeded;
import dev.slipway.domain.promotion.PromotionState.Unreadable;
import dev.slipway.domain.settings.PromotionKind;
import java.util.ArrayList;
import java.util.List;

/// How promotions end, and what is written with each end.
final class PromotionEnd {
  private PromotionEnd() {}

  static Decision succeeded(Promotion p, Observation seen) {
    String previous = p.sides().previous();
    List<Consequence> all = new ArrayList<>();
    all.add(new MakeCurrent(p.sides().candidate()));
    all.add(new ClearCandidate());
    if (previous != null) {
      all.add(new Release(previous, p.terms().previousCleanup()));
    }
    all.add(new Note(LineKind.SUCCEEDED, "all traffic on the candidate"));
    var whole = new Split.Whole(p.sides().candidate());
    return Decision.write(new Succeeded(seen.at()), seen.routing().to(whole), null, all);
  }

  /// @param routing the one under which nothing reaches the candidate
  static Decision canceled(Promotion p, Routing routing, Observation seen) {
    List<Consequence> all = new ArrayList<>();
    all.add(new ClearCandidate());
    all.add(new Release(p.sides().candidate(), p.terms().candidateCleanup()));
    all.addAll(previousAtSize(p, seen));
    all.add(new Note(LineKind.CANCELED, "promotion canceled"));
    return Decision.write(new Canceled(seen.at()), routing, null, all);
  }

  /// All traffic on the previous deployment at once. The candidate stays visible with its failed
  /// status until the next promotion.
  static Decision failed(Promotion p, Observation seen, String reason) {
    List<Consequence> all = new ArrayList<>();
    all.add(new Release(p.sides().candidate(), p.terms().candidateCleanup()));
    all.addAll(previousAtSize(p, seen));
    all.add(new Note(LineKind.FAILED, reason));
    return Decision.write(
        new Failed(seen.at(), reason), seen.routing().to(p.stableSplit()), null, all);
  }

  static Decision unreadable(Promotion p, Unreadable s, Observation seen) {
    String reason =
        "The promotion's stored %s cannot be read: a newer version of Slipway wrote it, or it was damaged."
            .formatted(s.column());
    return failed(p, seen, reason);
  }

  /// A forced end waits for the same confirmation as a cancel, so that the previous deployment is
  /// released only when nothing is routed to it.
  static Decision forwarding(Promotion p, Forwarding s, Observation seen) {
    String death = seen.candidate().death();
    if (death != null && seen.previous().ready() > 0) {
      return failed(p, seen, death);
    }
    return seen.fenced() ? succeeded(p, seen) : Decision.keep(s, seen.routing(), null);
  }

  /// The previous deployment at the size that the demand asks for. A rolling promotion has taken
  /// replicas from it, or given it some; the other kinds leave its number alone.
  static List<Consequence> previousAtSize(Promotion p, Observation seen) {
    String previous = p.sides().previous();
    return switch (p.terms().kind()) {
      case PromotionKind.Plain _, PromotionKind.Canary _ -> List.of();
      case PromotionKind.Rolling _ ->
          previous == null || seen.previous().desired() == seen.total()
              ? List.of()
              : List.of(new Scale(previous, seen.total()));
    };
  }
}
