package dev.slipway.domain.settings;

import java.time.Duration;

/// The arithmetic of a rolling promotion. "Total" is the number of replicas that carry the
/// environment's demand; "target" is how many of them the step that is under way moves to the
/// candidate. Replicas are rounded up and are at least one on each side; shares are rounded down.
///
/// Only what is ready is replaced (dynamic admission): the previous deployment gives up one replica
/// for each ready one of the candidate, so that in surge mode the ready replicas never fall below
/// the total, and in unavailable mode never more than one step below it.
///
/// @param percent size of a step in percent of the total, 1 to 50
/// @param overheadPercent replicas beyond the total that the previous deployment is given before
///   the first shift, in percent of the total, 0 to 500
/// @param stabilization how long the split rests after each step
public record RollingPlan(Mode mode, int percent, int overheadPercent, Duration stabilization) {
  /// The most replicas that one step may add or take away, in percent.
  static final int MAX_PERCENT = 50;

  /// The most replicas that may be held ready beyond what is needed, in percent.
  static final int MAX_OVERHEAD_PERCENT = 500;

  /// What the step is taken from.
  public enum Mode {
    /// The candidate's replicas are started on top of the total.
    SURGE,
    /// The previous deployment's replicas are stopped first.
    UNAVAILABLE
  }

  public RollingPlan {
    Range.check("percent", percent, 1, MAX_PERCENT);
    Range.check("overhead_percent", overheadPercent, 0, MAX_OVERHEAD_PERCENT);
  }

  /// Replicas that one step moves, 1 or more.
  public int step(int total) {
    return Math.max(1, Math.ceilDiv(total * percent, 100));
  }

  /// Replicas that the previous deployment has beyond the total.
  public int overhead(int total) {
    int wanted = Math.ceilDiv(total * overheadPercent, 100);
    return Math.min(wanted, Math.max(0, AutoscalingSettings.MAX_REPLICAS - total));
  }

  /// Ready replicas that may be missing from the total.
  public int missing(int total) {
    return switch (mode) {
      case SURGE -> 0;
      case UNAVAILABLE -> step(total);
    };
  }

  /// The candidate's replicas while it is being released.
  public int first(int total) {
    return switch (mode) {
      case SURGE -> Math.min(total, step(total));
      case UNAVAILABLE -> 1;
    };
  }

  /// The target of the step after `target`.
  public int next(int target, int total) {
    return Math.min(total, target + step(total));
  }

  /// The same part of another total: a demand that grows or shrinks is divided as the traffic is.
  public static int scaled(int target, int of, int total) {
    if (target == 0 || of == total) {
      return Math.min(target, total);
    }
    return Math.clamp(Math.ceilDiv(target * total, of), 1, total);
  }

  /// Replicas of the previous deployment while `ready` of the candidate's are ready.
  public int previous(int total, int target, int ready) {
    return Math.max(1, total + overhead(total) - missing(total) - Math.min(ready, target));
  }

  /// The candidate's share when the step to `target` is complete, in percent. It is never passed
  /// during the step, as long as the previous deployment can serve at all.
  public int shareAt(int target, int total) {
    return readyShare(previous(total, target, target), target);
  }

  /// The candidate's part of the ready replicas in percent, 0 to 100.
  public static int readyShare(int previousReady, int candidateReady) {
    int all = previousReady + candidateReady;
    return all == 0 ? 0 : candidateReady * 100 / all;
  }

  /// The candidate's share on the way back: what the previous deployment's ready replicas cannot
  /// carry yet.
  ///
  /// @param total replicas that carry everything, 1 or more
  public static int returnShare(int previousReady, int total) {
    return previousReady >= total ? 0 : 100 - previousReady * 100 / total;
  }
}
