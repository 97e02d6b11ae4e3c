package dev.slipway.engine.port.store;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.engine.port.routes.GatewayStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a promotion's record.
///
/// @param state the promotion's published status after it
/// @param candidatePercent the candidate's share after it, 0 to 100
/// @param generation the routing generation after it
/// @param actor who asked; null: time or an observation
/// @param served what the candidate had served by then; null: not counted
/// @param surplus after the end: replicas of the losing side that should be gone, 0 or more; null:
///   not counted
public record PromotionEvent(
    String promotionId,
    Instant at,
    LineKind kind,
    String text,
    String state,
    int candidatePercent,
    long generation,
    @Nullable String actor,
    GatewayStats.@Nullable Served served,
    @Nullable Integer surplus) {}
