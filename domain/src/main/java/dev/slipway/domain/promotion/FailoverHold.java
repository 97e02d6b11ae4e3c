package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence.Note;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is written when the previous deployment goes down in the middle of a promotion, and when it
/// comes back.
final class FailoverHold {
  private FailoverHold() {}

  static Decision hold(Promotion p, String previous, PromotionState s, Observation seen) {
    return Decision.write(
        s,
        seen.routing().to(new Split.Shared(previous, p.sides().candidate(), 100)),
        null,
        List.of(new Note(LineKind.PREVIOUS_DOWN, text(seen.previous()))));
  }

  static String text(Observation.Side previous) {
    return previous.andLastFailure(
        "the previous deployment has no ready replica: its traffic is held on the candidate.");
  }

  static Decision back(
      Promotion p,
      String previous,
      PromotionState s,
      int percent,
      @Nullable Instant wakeAt,
      Observation seen) {
    return Decision.write(
        s,
        seen.routing().to(new Split.Shared(previous, p.sides().candidate(), percent)),
        wakeAt,
        List.of(
            new Note(
                LineKind.PREVIOUS_BACK,
                "the previous deployment serves again: " + percent + " % to the candidate")));
  }
}
