package dev.slipway.wire;

import java.util.List;

/// Promotions of one environment, newest first; an addition.
public record PromotionsBody(List<PromotionBody> promotions) {
  public PromotionsBody {
    promotions = List.copyOf(promotions);
  }
}
