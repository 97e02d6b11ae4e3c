package dev.slipway.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about promotions: their commands, their history and their receipts.
public final class PromotionBodies {
  private PromotionBodies() {}

  /// One promotion; an addition to the published API.
  ///
  /// @param kind plain, canary or rolling
  /// @param status a published promotion status
  /// @param previousDeploymentId where a cancel returns to; null where the environment had none
  /// @param sourceDeploymentId what was named in the promote call
  /// @param candidateDeploymentId the source itself or its copy
  /// @param errorMessage null where nothing has failed
  /// @param endedAt null where it is still going on
  public record PromotionBody(
      String id,
      String modelId,
      String environment,
      String kind,
      String status,
      @Nullable String previousDeploymentId,
      String sourceDeploymentId,
      String candidateDeploymentId,
      @Nullable String errorMessage,
      Instant startedAt,
      @Nullable Instant endedAt) {}

  /// Promotions of one environment, newest first; an addition.
  public record PromotionsBody(List<PromotionBody> promotions) {
    public PromotionsBody {
      promotions = List.copyOf(promotions);
    }
  }

  /// The record of one promotion, with the proof of its cancel; an addition.
  ///
  /// @param timeline oldest first
  /// @param endedAt null where it is still going on
  /// @param fencedAt when every gateway had confirmed the cancel, null where none did
  /// @param settledAt when the losing side was what the cleanup strategy says; null where it is not
  ///   yet
  /// @param leftovers what the losing side cost after the end, null where it is still going on
  public record ReceiptBody(
      PromotionBody promotion,
      List<TimelineEntryBody> timeline,
      CandidateServedBody candidateServed,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant fencedAt,
      @Nullable Instant settledAt,
      @Nullable LeftoversBody leftovers) {
    public ReceiptBody {
      timeline = List.copyOf(timeline);
    }
  }

  /// One line of a promotion's record.
  ///
  /// @param kind for example STARTED, SHIFT, GRACEFUL_CANCEL, CANCELED
  /// @param status the promotion's status after it
  /// @param percentTrafficToNewVersion the candidate's share after it
  /// @param generation the routing generation after it
  /// @param actor who asked; null where it was time or an observation
  /// @param surplusReplicas after the end: replicas of the losing side that should be gone; null
  ///   where they were not counted
  public record TimelineEntryBody(
      Instant at,
      String kind,
      String message,
      String status,
      int percentTrafficToNewVersion,
      long generation,
      @Nullable String actor,
      @Nullable Integer surplusReplicas) {}

  /// The requests that a candidate has served through its environment.
  ///
  /// @param requests sent to it
  /// @param errors of these, answered 5xx or lost
  /// @param lost of these, without a whole answer
  /// @param lastSentAt null where none was sent
  /// @param p50Ms median time to the end of the answer, milliseconds
  /// @param p99Ms 99th percentile of the same
  /// @param afterFence sent to it after the fence: must be 0
  /// @param interrupted the server was restarted meanwhile, so that some may be missing
  public record CandidateServedBody(
      long requests,
      long errors,
      long lost,
      @Nullable Instant lastSentAt,
      double p50Ms,
      double p99Ms,
      long afterFence,
      boolean interrupted) {}

  /// The cost of the losing side's replicas after the end of a promotion.
  ///
  /// @param replicas those that had to go
  /// @param replicaSeconds added up over the time they were still there
  /// @param estimated the server was restarted meanwhile: an upper bound
  /// @param complete they are all gone
  public record LeftoversBody(
      int replicas, double replicaSeconds, boolean estimated, boolean complete) {}

  /// The answer to a cancel.
  ///
  /// @param status CANCELED or RAMPING_DOWN
  public record CancelPromotionResponseV1(String status, String message) {}

  /// The answer to a cancel that was asked to wait; an addition.
  ///
  /// @param status CANCELED or RAMPING_DOWN
  /// @param drained nothing is left; false: the time was up first, or the promotion ended otherwise
  /// @param inFlightOnCandidate requests and streams that are still there
  /// @param surplusReplicas replicas of the candidate that are still there
  /// @param settledAt null where the replicas are not what the cleanup strategy says
  public record CancelDrainedBody(
      String status,
      String message,
      boolean drained,
      int inFlightOnCandidate,
      int surplusReplicas,
      @Nullable Instant settledAt) {}

  /// The plan of a cancel; an addition. Nothing was written.
  ///
  /// @param dryRun always true
  /// @param accepted false: the call would be refused
  /// @param status what would be answered: CANCELED or RAMPING_DOWN; null where it would be refused
  /// @param message what the plan comes to, or the refusal
  /// @param promotionId null where it would be refused
  /// @param estimatedSeconds until the traffic is back, from measured starts of replicas; null
  ///   where it is not known
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

  /// The answer to a signal to a promotion.
  ///
  /// @param success the signal was sent
  public record SignalPromotionResponseV1(boolean success) {}
}
