package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.Decision.Consequence.Scale;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What both sides of a rolling promotion should have now.
///
/// @param previous replicas of the previous deployment, 1 or more
/// @param candidate replicas of the candidate, 1 or more
/// @param percent the candidate's share
record RollingTarget(int previous, int candidate, int percent) {

  /// @param most the candidate's share is not raised above it
  static RollingTarget of(Promotion p, int target, int most, Observation seen) {
    var plan = p.rollingKind().plan();
    int ready = seen.candidate().ready();
    int total = seen.total();
    int usable = Math.min(ready, target);
    // Before the first step nothing is taken from anybody.
    int previous = target == 0 ? total + plan.overhead(total) : plan.previous(total, target, ready);
    // What the previous deployment lacks is not taken from the candidate, too.
    int lacking = total - plan.missing(total) - seen.previous().ready();
    int least = target == 0 ? plan.first(total) : target;
    int wanted = Math.max(least, Math.min(seen.candidate().desired(), lacking));
    int now = p.candidatePercent(seen.routing());
    int bound = target == 0 ? 0 : Math.min(most, plan.shareAt(target, total));
    int percent =
        seen.previous().ready() > 0
            ? Math.min(bound, RollingPlan.readyShare(seen.previous().ready(), usable))
            : ready == 0 ? 0 : seen.onlyCandidateServes() && target > 0 ? 100 : now;
    return new RollingTarget(previous, wanted, percent);
  }

  boolean isWritten(Promotion p, Observation seen) {
    return seen.previous().desired() == previous
        && seen.candidate().desired() == candidate
        && p.candidatePercent(seen.routing()) == percent;
  }

  Decision write(Promotion p, PromotionState state, @Nullable Instant wakeAt, Observation seen) {
    String previousId = p.previousDeployment();
    String candidateId = p.sides().candidate();
    List<Consequence> all = new ArrayList<>();
    if (seen.previous().desired() != previous) {
      all.add(new Scale(previousId, previous));
    }
    if (seen.candidate().desired() != candidate) {
      all.add(new Scale(candidateId, candidate));
    }
    boolean shifts = p.candidatePercent(seen.routing()) != percent;
    all.add(new Note(shifts ? LineKind.SHIFT : LineKind.SCALE, text(seen)));
    Split split = new Split.Shared(previousId, candidateId, percent);
    return Decision.write(state, shifts ? seen.routing().to(split) : seen.routing(), wakeAt, all);
  }

  private String text(Observation seen) {
    var text =
        "%d %% to the candidate; replicas ready %d + %d, wanted %d + %d"
            .formatted(
                percent, seen.previous().ready(), seen.candidate().ready(), previous, candidate);
    return seen.onlyCandidateServes() && percent > 0
        ? text + "; " + FailoverHold.text(seen.previous())
        : text;
  }
}
