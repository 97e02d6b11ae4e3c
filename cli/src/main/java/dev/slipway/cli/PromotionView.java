package dev.slipway.cli;

import tools.jackson.databind.JsonNode;

/// What an environment's answer says about its promotion.
///
/// @param running a promotion is in progress
/// @param status published status; empty where none is running
/// @param percent the candidate's share of the traffic
/// @param candidate id of the candidate; empty: none
/// @param previousReady ready replicas of the deployment that serves, 0 or more
/// @param candidateReady ready replicas of the candidate, 0 or more
/// @param error why it failed or stands still; empty: nothing was said
record PromotionView(
    boolean running,
    String status,
    int percent,
    String candidate,
    long previousReady,
    long candidateReady,
    String error) {

  /// `ready 4 + 2`: replicas of the deployment that serves, and of the candidate.
  String ready() {
    return "ready " + previousReady + " + " + candidateReady;
  }

  static PromotionView of(JsonNode environment) {
    JsonNode promotion = environment.path("in_progress_promotion");
    String status = WireJson.text(promotion, "status");
    boolean running =
        switch (status) {
          case "", "SUCCEEDED", "FAILED", "CANCELED" -> false;
          default -> true;
        };
    return new PromotionView(
        running,
        status,
        (int) WireJson.number(promotion, "percent_traffic_to_new_version"),
        WireJson.text(environment.path("candidate_deployment"), "id"),
        WireJson.number(environment.path("current_deployment"), "active_replica_count"),
        WireJson.number(environment.path("candidate_deployment"), "active_replica_count"),
        WireJson.text(promotion, "error_message"));
  }
}
