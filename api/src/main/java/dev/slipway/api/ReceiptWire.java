package dev.slipway.api;

import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.promotion.Leftovers;
import dev.slipway.engine.promotion.Receipt;
import dev.slipway.wire.PromotionBodies.CandidateServedBody;
import dev.slipway.wire.PromotionBodies.LeftoversBody;
import dev.slipway.wire.PromotionBodies.PromotionBody;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import dev.slipway.wire.PromotionBodies.TimelineEntryBody;
import org.jspecify.annotations.Nullable;

/// Promotions and their receipts, as this server shows them.
final class ReceiptWire {
  private static final double MICROS_PER_MILLI = 1000;

  private ReceiptWire() {}

  static PromotionBody promotion(Promotion p) {
    return new PromotionBody(
        p.id(),
        p.environment().modelId(),
        p.environment().name(),
        switch (p.terms().kind()) {
          case PromotionKind.Plain _ -> "plain";
          case PromotionKind.Canary _ -> "canary";
          case PromotionKind.Rolling _ -> "rolling";
        },
        p.state().status(),
        p.sides().previous(),
        p.sides().source(),
        p.sides().candidate(),
        p.state() instanceof PromotionState.Failed f ? f.reason() : null,
        p.terms().startedAt(),
        p.state() instanceof PromotionState.Terminal t ? t.at() : null);
  }

  static ReceiptBody receipt(Receipt r) {
    return new ReceiptBody(
        promotion(r.promotion()),
        r.timeline().stream().map(ReceiptWire::entry).toList(),
        served(r.candidateServed()),
        r.promotion().terms().startedAt(),
        r.endedAt(),
        r.fencedAt(),
        r.settledAt(),
        leftovers(r.leftovers()));
  }

  private static @Nullable LeftoversBody leftovers(@Nullable Leftovers l) {
    return l == null
        ? null
        : new LeftoversBody(l.replicas(), l.replicaSeconds(), l.estimated(), l.complete());
  }

  static TimelineEntryBody entry(PromotionEvent e) {
    return new TimelineEntryBody(
        e.at(),
        e.kind().name(),
        e.text(),
        e.after().state(),
        e.after().candidatePercent(),
        e.after().generation(),
        e.actor(),
        e.counted().surplus());
  }

  private static CandidateServedBody served(Receipt.CandidateServed s) {
    return new CandidateServedBody(
        s.requests(),
        s.errors(),
        s.lost(),
        s.lastSentAt(),
        s.times().p50Micros() / MICROS_PER_MILLI,
        s.times().p99Micros() / MICROS_PER_MILLI,
        s.afterFence(),
        s.interrupted());
  }
}
