package dev.slipway.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened in one promotion, and the proof of it; an addition.
///
/// @param timeline oldest first
/// @param endedAt null where it is still going on
/// @param fencedAt when every gateway had confirmed the cancel, null where none did
/// @param settledAt when the losing side was what the cleanup strategy says; null where it is not
///   yet
/// @param leftovers what the losing side cost after the end, null where it is still going on
public record ReceiptBody(
    PromotionBody promotion,
    List<TimelineEntryBody> timeline,
    CandidateServedBody candidateServed,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant fencedAt,
    @Nullable Instant settledAt,
    @Nullable LeftoversBody leftovers) {
  public ReceiptBody {
    timeline = List.copyOf(timeline);
  }
}
