package dev.slipway.engine.port.store;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.engine.port.routes.GatewayStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a promotion's record.
///
/// @param actor who asked; null: time or an observation
/// @param after what it led to
/// @param counted what was counted when it was written
public record PromotionEvent(
    String promotionId,
    Instant at,
    LineKind kind,
    String text,
    @Nullable String actor,
    After after,
    Counted counted) {

  /// How the promotion stood after a line.
  ///
  /// @param state its published status
  /// @param candidatePercent the candidate's share, 0 to 100
  /// @param generation of the routing
  public record After(String state, int candidatePercent, long generation) {}

  /// What was counted when a line was written.
  ///
  /// @param served what the candidate had served; null: not counted
  /// @param surplus after the end: replicas of the losing side that should be gone, 0 or more;
  ///   null: not counted
  public record Counted(GatewayStats.@Nullable Served served, @Nullable Integer surplus) {
    public static final Counted NOTHING = new Counted(null, null);
  }
}
