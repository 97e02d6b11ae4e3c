package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a cancel would do; an addition. Nothing was written.
///
/// @param dryRun always true
/// @param accepted false: the call would be refused
/// @param status what would be answered: CANCELED or RAMPING_DOWN; null where it would be refused
/// @param message what the plan comes to, or the refusal
/// @param promotionId null where it would be refused
/// @param estimatedSeconds until the traffic is back, from measured starts of replicas; null where
///   it is not known
/// @param inFlightOnCandidate requests and streams that would be let end there
public record CancelPlanBody(
    boolean dryRun,
    boolean accepted,
    @Nullable String status,
    String message,
    @Nullable String promotionId,
    List<CancelStepBody> steps,
    CapacityBody capacity,
    @Nullable Double estimatedSeconds,
    int inFlightOnCandidate) {
  public CancelPlanBody {
    steps = List.copyOf(steps);
  }

  /// One write of a cancel.
  ///
  /// @param status the promotion's status after it
  /// @param previousReady ready replicas of the previous deployment that it takes
  /// @param previousReplicas replicas of the previous deployment that are wanted by then
  /// @param candidateReplicas the same of the candidate
  public record CancelStepBody(
      String status,
      int percentTrafficToNewVersion,
      int previousReady,
      int previousReplicas,
      int candidateReplicas) {}

  /// The previous deployment as it is now.
  ///
  /// @param needed replicas that carry everything
  public record CapacityBody(int ready, int needed, int shortfall) {}
}
