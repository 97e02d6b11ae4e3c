package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Routing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a tick or a command has seen, read before the decision. Failure to see is data too: a count
/// that could not be read is 0, a fence that could not be asked is not confirmed.
///
/// @param at the time of the tick
/// @param routing the environment's routing as it is written
/// @param previous the rollback target; [Side#NONE] where there is none
/// @param candidate the side that is being promoted
/// @param total replicas that the demand on both sides together asks for, 1 or more
/// @param fenced every live gateway has confirmed `routing` or a later one
/// @param previousInactive an operator deactivated the rollback target: it gets no requests and
///   wakes for none, until it is activated
public record Observation(
    Instant at,
    Routing routing,
    Side previous,
    Side candidate,
    int total,
    boolean fenced,
    boolean previousInactive) {

  /// Lost starts in a row of one replica, from which a side without a ready one counts as dead.
  public static final int STARTS_UNTIL_DEAD = 3;

  /// One of the two deployments.
  ///
  /// @param desired replicas that are written, 0 or more
  /// @param ready those that were ready and that nothing shows to be dead, busy or not, 0 or more:
  ///   what a share, a way back and capacity are measured by
  /// @param responding those of them that have lately answered a probe or a request, 0 to `ready`:
  ///   what a step forward is measured by, so that nothing moves on towards a side that hangs
  /// @param down none is ready, and at least one is known to be dead; false where nothing is known
  ///   yet
  /// @param failedStarts the most starts in a row that one of its replicas has lost
  /// @param lastFailure how the last of them ended; null: none did
  /// @param failure why it can never become ready; null where it still can
  public record Side(
      int desired,
      int ready,
      int responding,
      boolean down,
      int failedStarts,
      @Nullable String lastFailure,
      @Nullable String failure) {
    public static final Side NONE = new Side(0, 0, 0, false, 0, null, null);

    /// Why it is dead; null where it is not. It is dead when it failed for good, or when nothing of
    /// it is ready and its starts keep failing.
    public @Nullable String death() {
      if (failure != null) {
        return failure;
      }
      return ready == 0 && failedStarts >= STARTS_UNTIL_DEAD
          ? andLastFailure("No replica is ready after %d starts.".formatted(failedStarts))
          : null;
    }

    /// How many of `required` replicas are ready, in words, with those that are silent.
    String readyOf(int required) {
      String text = "%d of %d ready replicas".formatted(ready, required);
      int silent = ready - responding;
      return silent == 0
          ? text
          : "%s, %d of them silent (neither probes nor requests are answered),"
              .formatted(text, silent);
    }

    /// A sentence about this side, followed by how the last lost start of it ended, if one did.
    String andLastFailure(String sentence) {
      return lastFailure == null ? sentence : sentence + " " + lastFailure;
    }
  }

  /// The previous deployment is known to be unable to serve while the candidate can: the candidate
  /// is the only healthy side.
  public boolean onlyCandidateServes() {
    return previous.down() && previous.ready() == 0 && candidate.ready() > 0;
  }
}
