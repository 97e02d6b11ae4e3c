package dev.slipway.engine.promotion;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.port.routes.GatewayStats.Served;
import dev.slipway.engine.port.store.PromotionEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened in one promotion, and the proof of it.
///
/// @param timeline every line of its record, oldest first
/// @param candidateServed what the candidate served through the environment
/// @param endedAt null: it is still going on
/// @param fencedAt when every gateway had confirmed the end's routing; null: not cancelled, or not
///   yet
/// @param settledAt when the losing side's replicas were what the cleanup strategy says; null: not
///   yet
/// @param leftovers what the losing side cost after the end; null: it is still going on
public record Receipt(
    Promotion promotion,
    List<PromotionEvent> timeline,
    CandidateServed candidateServed,
    @Nullable Instant endedAt,
    @Nullable Instant fencedAt,
    @Nullable Instant settledAt,
    @Nullable Leftovers leftovers) {

  public Receipt {
    timeline = List.copyOf(timeline);
  }

  /// @param requests sent to the candidate during the promotion
  /// @param errors of these, answered 5xx or lost
  /// @param lost of these, without a whole answer
  /// @param lastSentAt when the last one was sent; null: none was
  /// @param times of its answers to the last one
  /// @param afterFence sent to it after the fence: must be 0
  /// @param interrupted the server was restarted meanwhile, so that up to a stage's requests may be
  ///   missing from the counts
  public record CandidateServed(
      long requests,
      long errors,
      long lost,
      @Nullable Instant lastSentAt,
      ServedTimes times,
      long afterFence,
      boolean interrupted) {}

  /// Times to the end of the candidate's answers.
  ///
  /// @param p50Micros median; 0: nothing was answered
  /// @param p99Micros 99th percentile
  public record ServedTimes(long p50Micros, long p99Micros) {}

  static Receipt of(Promotion p, List<PromotionEvent> events, Served live) {
    Instant ended = p.state() instanceof PromotionState.Terminal t ? t.at() : null;
    Instant settled = when(events, LineKind.SETTLED);
    Instant fenced = when(events, LineKind.CANCELED);
    return new Receipt(
        p,
        events,
        tally(events, live).result(),
        ended,
        fenced,
        settled,
        ended == null ? null : Leftovers.of(ended, events));
  }

  /// The order of the lines counts, not their times: a clock may step back.
  private static Tally tally(List<PromotionEvent> events, Served live) {
    var tally = new Tally();
    boolean pastFence = false;
    for (PromotionEvent e : events) {
      if (e.kind() == LineKind.RESTARTED) {
        tally.restarted();
      }
      tally.add(e.counted().served(), pastFence);
      if (e.kind().endsCounting()) {
        return tally;
      }
      pastFence |= e.kind() == LineKind.CANCELED;
    }
    tally.add(live, pastFence);
    return tally;
  }

  private static @Nullable Instant when(List<PromotionEvent> events, LineKind kind) {
    return events.stream()
        .filter(e -> e.kind() == kind)
        .map(PromotionEvent::at)
        .findFirst()
        .orElse(null);
  }

  /// Adds up counters that start again at zero when the server does.
  private static final class Tally {
    private @Nullable Served before;
    private long requests;
    private long errors;
    private long lost;
    private long afterFence;
    private long lastSent;
    private long p50;
    private long p99;
    private boolean interrupted;

    void restarted() {
      before = Served.NOTHING;
      interrupted = true;
    }

    void add(@Nullable Served now, boolean pastFence) {
      if (now == null) {
        return;
      }
      Served from = before == null ? now : before;
      if (now.requests() < from.requests()) {
        interrupted = true;
        from = Served.NOTHING;
      }
      long more = now.requests() - from.requests();
      requests += more;
      errors += now.errors() - from.errors();
      lost += now.lost() - from.lost();
      afterFence += pastFence ? more : 0;
      if (more > 0) {
        lastSent = now.lastSentEpochMillis();
        p50 = now.p50Micros();
        p99 = now.p99Micros();
      }
      before = now;
    }

    CandidateServed result() {
      Instant last = lastSent == 0 ? null : Instant.ofEpochMilli(lastSent);
      return new CandidateServed(
          requests, errors, lost, last, new ServedTimes(p50, p99), afterFence, interrupted);
    }
  }
}
