package dev.slipway.cli;

import tools.jackson.databind.JsonNode;

/// What an environment's answer says about its promotion.
///
/// @param running a promotion is in progress
/// @param status published status; empty where none is running
/// @param percent the candidate's share of the traffic
/// @param candidate id of the candidate; empty: none
/// @param error why it failed or stands still; empty: nothing was said
record PromotionView(boolean running, String status, int percent, String candidate, String error) {

  static PromotionView of(JsonNode environment) {
    JsonNode promotion = environment.path("in_progress_promotion");
    String status = Json.text(promotion, "status");
    boolean running =
        switch (status) {
          case "", "SUCCEEDED", "FAILED", "CANCELED" -> false;
          default -> true;
        };
    return new PromotionView(
        running,
        status,
        (int) Json.number(promotion, "percent_traffic_to_new_version"),
        Json.text(environment.path("candidate_deployment"), "id"),
        Json.text(promotion, "error_message"));
  }
}
