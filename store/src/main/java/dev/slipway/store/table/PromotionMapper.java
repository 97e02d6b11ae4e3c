package dev.slipway.store.table;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.Promotion.Sides;
import dev.slipway.domain.promotion.Promotion.Terms;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.store.jdbc.RowMapper;
import dev.slipway.store.json.SafeRead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/// Rows to promotions. A promotion in progress whose state or terms cannot be read is neither
/// dropped nor guessed: it comes back as [PromotionState.Unreadable], which the engine's next tick
/// fails by the usual path: all traffic on the previous deployment, the environment free for the
/// next promotion, a line in the record (promise P8). A cancel does the same at once. One that is
/// over stays over.
record PromotionMapper(SafeRead safeRead) implements RowMapper<Promotion> {
  @Override
  public Promotion map(ResultSet row) throws SQLException {
    String id = row.getString("id");
    String where = "promotions, row " + id + ", column ";
    PromotionState state =
        safeRead.read(
            row.getString("state"), PromotionState.class, where + "state", fromColumns(row));
    Terms terms = safeRead.readOrNull(row.getString("terms"), Terms.class, where + "terms");
    return new Promotion(
        id,
        new EnvironmentKey(row.getString("model_id"), row.getString("environment")),
        new Sides(row.getString("previous"), row.getString("source"), row.getString("candidate")),
        terms == null ? unknown(Nanos.toInstant(row.getLong("started_at"))) : terms,
        terms == null && !state.isTerminal() ? new PromotionState.Unreadable("terms") : state,
        row.getLong("version"));
  }

  private static PromotionState fromColumns(ResultSet row) throws SQLException {
    if (row.getBoolean("active")) {
      return new PromotionState.Unreadable("state");
    }
    Instant endedAt = Nanos.toInstant(row.getLong("ended_at"));
    return switch (row.getString("status")) {
      case "SUCCEEDED" -> new PromotionState.Succeeded(endedAt);
      case "FAILED" -> new PromotionState.Failed(endedAt, "The stored reason cannot be read.");
      default -> new PromotionState.Canceled(endedAt);
    };
  }

  /// The terms that do the least, for a row whose own cannot be read.
  private static Terms unknown(Instant startedAt) {
    var cleanup = PromotionSettings.DEFAULT.cleanup();
    return new Terms(new PromotionKind.Plain(), cleanup, cleanup, 1, startedAt);
  }
}
