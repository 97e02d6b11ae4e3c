package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One promotion of a deployment to an environment, from the promote call to its end.
///
/// @param id promotion id
/// @param environment where the candidate is promoted to
/// @param sides the two deployments, fixed at promote time
/// @param terms what was decided at promote time and does not change
/// @param state where it stands
/// @param version grows by one with every write; a writer with an older one loses
public record Promotion(
    String id,
    EnvironmentKey environment,
    Sides sides,
    Terms terms,
    PromotionState state,
    long version) {

  /// @param previous the rollback target, null where the environment had no deployment
  /// @param source the deployment that was named in the promote call
  /// @param candidate the deployment that takes the traffic: the source itself or its copy
  public record Sides(@Nullable String previous, String source, String candidate) {
    public boolean copied() {
      return !source.equals(candidate);
    }
  }

  /// @param kind how traffic moves
  /// @param previousCleanup what becomes of the previous deployment when the promotion succeeds
  /// @param candidateCleanup what becomes of the candidate when it is cancelled or fails
  /// @param requiredReady ready candidate replicas before the first shift, 1 or more
  /// @param startedAt when promote was accepted
  public record Terms(
      PromotionKind kind,
      Cleanup previousCleanup,
      Cleanup candidateCleanup,
      int requiredReady,
      Instant startedAt) {}

  /// The deployment that a cancel or a failure returns the traffic to, where traffic has moved.
  ///
  /// @throws IllegalStateException where there is none, so that no traffic can have moved
  String previousDeployment() {
    String previous = sides.previous();
    if (previous == null) {
      throw new IllegalStateException(
          "promotion " + id + ": no previous deployment (expected: one, traffic has moved)");
    }
    return previous;
  }

  /// The kind of a promotion that is in one of the steps of a rolling one.
  ///
  /// @throws IllegalStateException where it is of another kind, or has no previous deployment
  PromotionKind.Rolling rollingKind() {
    if (sides.previous() != null && terms.kind() instanceof PromotionKind.Rolling kind) {
      return kind;
    }
    throw new IllegalStateException(
        "promotion "
            + id
            + ": "
            + state.status()
            + " (expected: a rolling one over a previous deployment)");
  }

  /// The candidate's share under `routing`, 0 to 100.
  public int candidatePercent(Routing routing) {
    return routing.split().percentTo(sides.candidate());
  }

  public Promotion with(PromotionState next) {
    return new Promotion(id, environment, sides, terms, next, version + 1);
  }

  /// The replicas that were last known to carry the environment's demand, 1 or more.
  public int lastTotal() {
    return switch (state) {
      case PromotionState.RollingUp s -> s.total();
      case PromotionState.RollingToPause s -> s.total();
      case PromotionState.Stabilizing s -> s.total();
      case PromotionState.RollingPaused s -> s.total();
      case PromotionState.WayBack s -> s.total();
      case PromotionState.Releasing _,
          PromotionState.Held _,
          PromotionState.RampingUp _,
          PromotionState.Paused _,
          PromotionState.Forwarding _,
          PromotionState.RampingDown _,
          PromotionState.Unreadable _,
          PromotionState.Terminal _ ->
          terms.kind() instanceof PromotionKind.Rolling r ? r.size() : 1;
    };
  }

  /// The split that a cancel, a failure or an unreadable state returns to.
  public Split stableSplit() {
    String previous = sides.previous();
    return previous == null ? new Split.None() : new Split.Whole(previous);
  }
}
