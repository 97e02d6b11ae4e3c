package dev.slipway.engine.promotion;

import dev.slipway.domain.promotion.CancelPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The plan of a cancel, and what it would find.
///
/// @param promotionId the promotion that would be taken back; null: the cancel is refused
/// @param estimate until the previous deployment's missing replicas are ready, from starts that
///   were measured; zero where none is missing; null: not known
/// @param inFlight requests and streams that are on the candidate now, which would be let end there
public record DryRun(
    CancelPlan plan, @Nullable String promotionId, @Nullable Duration estimate, int inFlight) {}
