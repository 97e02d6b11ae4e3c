package dev.slipway.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A promotion's receipt, as the server gives it.
///
/// @param endedAt null: still going on
/// @param fencedAt null: not cancelled, or not confirmed yet
/// @param settledAt null: the losing side's replicas are still being stopped
/// @param leftovers null: still going on, or a server that does not count them
record Receipt(
    String id,
    String environment,
    String status,
    String previous,
    String candidate,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant fencedAt,
    @Nullable Instant settledAt,
    @Nullable Leftovers leftovers,
    Served served,
    List<Line> timeline) {

  /// What the losing side cost after the end.
  record Leftovers(long replicas, double replicaSeconds, boolean estimated) {}

  /// What the candidate served.
  record Served(
      long requests,
      long errors,
      long lost,
      long afterFence,
      @Nullable Instant lastSentAt,
      double p50Millis,
      double p99Millis,
      boolean interrupted) {}

  /// One line of the record.
  ///
  /// @param generation the routing generation that the gateways had to take over
  record Line(
      @Nullable Instant at,
      String kind,
      String text,
      String state,
      int percent,
      long generation,
      String actor) {

    /// What happened, with the name of the command where somebody asked.
    String what() {
      if (text.isEmpty()) {
        return kind;
      }
      return actor.isEmpty() ? text : kind + ": " + text;
    }
  }

  static Receipt of(JsonNode r) {
    JsonNode s = r.path("candidate_served");
    var served =
        new Served(
            WireJson.number(s, "requests"),
            WireJson.number(s, "errors"),
            WireJson.number(s, "lost"),
            WireJson.number(s, "after_fence"),
            time(s, "last_sent_at"),
            s.path("p50_ms").asDouble(0),
            s.path("p99_ms").asDouble(0),
            s.path("interrupted").asBoolean(false));
    JsonNode p = r.path("promotion");
    return new Receipt(
        WireJson.text(p, "id"),
        WireJson.text(p, "environment"),
        WireJson.text(p, "status"),
        WireJson.text(p, "previous_deployment_id"),
        WireJson.text(p, "candidate_deployment_id"),
        time(r, "started_at"),
        time(r, "ended_at"),
        time(r, "fenced_at"),
        time(r, "settled_at"),
        leftovers(r.path("leftovers")),
        served,
        r.path("timeline").values().stream().map(Receipt::line).toList());
  }

  private static @Nullable Leftovers leftovers(JsonNode l) {
    return WireJson.isNull(l)
        ? null
        : new Leftovers(
            WireJson.number(l, "replicas"),
            l.path("replica_seconds").asDouble(0),
            l.path("estimated").asBoolean(false));
  }

  static Line line(JsonNode e) {
    return new Line(
        time(e, "at"),
        WireJson.text(e, "kind"),
        WireJson.text(e, "message"),
        WireJson.text(e, "status"),
        (int) WireJson.number(e, "percent_traffic_to_new_version"),
        WireJson.number(e, "generation"),
        WireJson.text(e, "actor"));
  }

  private static @Nullable Instant time(JsonNode node, String field) {
    String text = WireJson.text(node, field);
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new Failure(
          Exit.SERVER_ERROR, field + " is '" + text + "' (expected: an RFC 3339 time).", e);
    }
  }
}
