package dev.slipway.engine.promotion;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.engine.port.store.PromotionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the losing side's replicas cost after the end of a promotion. It is computed from the lines
/// of the record, each of which holds until the next, so that a restart of the server loses nothing
/// but the moments at which replicas went while it was down.
///
/// @param replicaSeconds replicas that should be gone, added up over the time they were there
/// @param replicas those that were there when the counting began
/// @param estimated the server was restarted meanwhile: replicas count as there until they were
///   seen to be gone, so that the figure is an upper bound
/// @param complete they are all gone; false: the figure grows, or nobody counts any more since the
///   next promotion began
public record Leftovers(double replicaSeconds, int replicas, boolean estimated, boolean complete) {
  private static final double MILLIS = 1000;

  static Leftovers of(Instant ended, List<PromotionEvent> lines) {
    double sum = 0;
    int first = 0;
    int count = -1;
    Instant since = ended;
    boolean estimated = false;
    boolean complete = false;
    for (PromotionEvent line : lines) {
      if (line.at().isBefore(ended)) {
        continue;
      }
      Integer surplus = line.counted().surplus();
      if (surplus == null) {
        estimated |= line.kind() == LineKind.RESTARTED;
        continue;
      }
      if (count < 0) {
        first = surplus;
      }
      // Until the first count is written, it holds.
      int held = count < 0 ? surplus : count;
      sum += held * (Math.max(0, Duration.between(since, line.at()).toMillis()) / MILLIS);
      since = line.at();
      count = surplus;
      complete = line.kind() == LineKind.SETTLED;
    }
    return new Leftovers(sum, first, estimated && sum > 0, complete);
  }
}
