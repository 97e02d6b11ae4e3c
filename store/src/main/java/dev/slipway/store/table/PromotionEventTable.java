package dev.slipway.store.table;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.engine.port.routes.GatewayStats.Served;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.store.json.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of promotions' records in SQL.
record PromotionEventTable(SqlSession session) {
  private static final String APPEND =
      """
      INSERT INTO promotion_events (promotion_id, at, kind, text, state, candidate_percent,
        generation, actor, served, surplus)
      VALUES (:promotion_id, :at, :kind, :text, :state, :candidate_percent,
        :generation, :actor, :served, :surplus)
      """;

  private static final String OF_PROMOTION =
      """
      SELECT * FROM promotion_events WHERE promotion_id = :promotion_id ORDER BY seq
      """;

  void append(PromotionEvent event) {
    Served served = event.counted().served();
    session
        .write(APPEND)
        .bind("promotion_id", event.promotionId())
        .bind("at", Nanos.of(event.at()))
        .bind("kind", event.kind().name())
        .bind("text", event.text())
        .bind("state", event.after().state())
        .bind("candidate_percent", event.after().candidatePercent())
        .bind("generation", event.after().generation())
        .bind("actor", event.actor())
        .bind("served", served == null ? null : JsonColumns.write(served))
        .bind("surplus", event.counted().surplus())
        .execute();
  }

  List<PromotionEvent> of(String promotionId) {
    return session.query(OF_PROMOTION).bind("promotion_id", promotionId).list(this::map);
  }

  private PromotionEvent map(ResultSet row) throws SQLException {
    return new PromotionEvent(
        row.getString("promotion_id"),
        Nanos.toInstant(row.getLong("at")),
        LineKind.stored(row.getString("kind")),
        row.getString("text"),
        row.getString("actor"),
        new PromotionEvent.After(
            row.getString("state"), row.getInt("candidate_percent"), row.getLong("generation")),
        new PromotionEvent.Counted(
            served(row.getString("served"), row.getString("promotion_id")),
            row.getObject("surplus") == null ? null : row.getInt("surplus")));
  }

  /// Figures that cannot be read are left out: the line matters more.
  private @Nullable Served served(@Nullable String text, String promotionId) {
    return text == null
        ? null
        : session
            .fallbacks()
            .readOrNull(
                text, Served.class, "promotion_events of " + promotionId + ", column served");
  }
}
