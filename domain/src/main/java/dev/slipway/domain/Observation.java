package dev.slipway.domain;

import java.time.Instant;

/// What a tick has seen, read before the decision. Failure to see is data too: a count that could
/// not be read is 0, a fence that could not be asked is not confirmed.
///
/// @param at the time of the tick
/// @param routing the environment's routing as it is written
/// @param candidateReady ready replicas of the candidate, 0 or more
/// @param candidateFailure why the candidate can never become ready, empty where it still can
/// @param fenced every live gateway has confirmed `routing` or a later one
public record Observation(
    Instant at, Routing routing, int candidateReady, String candidateFailure, boolean fenced) {

  public boolean candidateFailed() {
    return !candidateFailure.isEmpty();
  }
}
