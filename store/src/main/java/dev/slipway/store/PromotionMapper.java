package dev.slipway.store;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Promotion;
import dev.slipway.domain.Promotion.Sides;
import dev.slipway.domain.Promotion.Terms;
import dev.slipway.domain.PromotionKind;
import dev.slipway.domain.PromotionSettings;
import dev.slipway.domain.PromotionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/// Rows to promotions. A promotion in progress whose state or terms cannot be read is neither
/// dropped nor guessed: it comes back as one that waits for a candidate which can never be ready
/// enough, with its deadline long past. The engine's next tick then fails it by the usual path: all
/// traffic on the previous deployment, the environment free for the next promotion, a line in the
/// record (promise P8). A cancel does the same at once. One that is over stays over.
record PromotionMapper(Fallbacks fallbacks) implements RowMapper<Promotion> {
  /// More ready replicas than a deployment may have.
  static final int NEVER_READY = Integer.MAX_VALUE;

  static final PromotionState EXPIRED = new PromotionState.Releasing(Instant.EPOCH, Instant.EPOCH);

  @Override
  public Promotion map(ResultSet row) throws SQLException {
    String id = row.getString("id");
    String where = "promotions, row " + id + ", column ";
    PromotionState state =
        fallbacks.read(
            row.getString("state"), PromotionState.class, where + "state", fromColumns(row));
    Terms terms =
        fallbacks.read(
            row.getString("terms"),
            Terms.class,
            where + "terms",
            unreadable(Nanos.toInstant(row.getLong("started_at"))));
    boolean lost =
        state.equals(EXPIRED) || (!state.isTerminal() && terms.requiredReady() == NEVER_READY);
    return new Promotion(
        id,
        new EnvironmentKey(row.getString("model_id"), row.getString("environment")),
        new Sides(row.getString("previous"), row.getString("source"), row.getString("candidate")),
        lost ? neverReady(terms) : terms,
        lost ? EXPIRED : state,
        row.getLong("version"));
  }

  private static PromotionState fromColumns(ResultSet row) throws SQLException {
    if (row.getBoolean("active")) {
      return EXPIRED;
    }
    Instant endedAt = Nanos.toInstant(row.getLong("ended_at"));
    return switch (row.getString("status")) {
      case "SUCCEEDED" -> new PromotionState.Succeeded(endedAt);
      case "FAILED" -> new PromotionState.Failed(endedAt, "The stored reason cannot be read.");
      default -> new PromotionState.Canceled(endedAt);
    };
  }

  private static Terms unreadable(Instant startedAt) {
    var cleanup = PromotionSettings.DEFAULT.cleanup();
    return new Terms(new PromotionKind.Plain(), cleanup, cleanup, NEVER_READY, startedAt);
  }

  private static Terms neverReady(Terms terms) {
    return new Terms(
        terms.kind(),
        terms.previousCleanup(),
        terms.candidateCleanup(),
        NEVER_READY,
        terms.startedAt());
  }
}
