package dev.slipway.domain.promotion;

import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Observation.Side;

/// The near future of one promotion: decisions take effect, gateways confirm, what is missing
/// becomes ready one replica at a time, and no time passes, so that no deadline runs out.
final class CancelForecast {
  private Promotion promotion;
  private Observation seen;

  CancelForecast(Promotion promotion, Observation seen) {
    this.promotion = promotion;
    this.seen = seen;
  }

  Promotion promotion() {
    return promotion;
  }

  Observation seen() {
    return seen;
  }

  boolean goesOn() {
    return !promotion.state().isTerminal();
  }

  void apply(Decision d) {
    promotion = d.changed() ? promotion.with(d.next()) : promotion;
    Side previous = seen.previous();
    Side candidate = seen.candidate();
    boolean inactive = seen.previousInactive();
    for (Consequence c : d.consequences()) {
      if (c instanceof Consequence.Activate(_, var replicas)) {
        previous = side(previous, replicas, 0);
        inactive = false;
      } else if (c instanceof Consequence.Scale(var id, var replicas)) {
        if (id.equals(promotion.sides().candidate())) {
          candidate = side(candidate, replicas, candidate.ready());
        } else {
          previous = side(previous, replicas, previous.ready());
        }
      }
    }
    seen =
        new Observation(seen.at(), d.routing(), previous, candidate, seen.total(), true, inactive);
  }

  /// @return whether one more replica of the previous deployment has become ready
  boolean pass() {
    Side previous = seen.previous();
    Side candidate = seen.candidate();
    boolean grows = previous.ready() < previous.desired();
    seen =
        new Observation(
            seen.at(),
            seen.routing(),
            grows ? side(previous, previous.desired(), previous.ready() + 1) : previous,
            side(candidate, candidate.desired(), Math.min(candidate.ready(), candidate.desired())),
            seen.total(),
            true,
            seen.previousInactive());
    return grows;
  }

  private static Side side(Side s, int desired, int ready) {
    return new Side(
        desired,
        ready,
        ready,
        ready == 0 && s.down(),
        s.failedStarts(),
        s.lastFailure(),
        s.failure());
  }
}
