package dev.slipway.engine.port.store;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of promotions and of the lines of their records.
public interface PromotionRows {
  void insert(Promotion promotion);

  /// Replaces the row where its version is one less than `promotion`'s.
  ///
  /// @return false where another writer came first; nothing is written then
  boolean update(Promotion promotion);

  @Nullable Promotion find(String id);

  /// The promotion in progress, or the last one that ended, or null where there never was one.
  @Nullable Promotion latest(EnvironmentKey environment);

  /// The promotions of an environment, newest first.
  ///
  /// @param limit 1 or more
  List<Promotion> history(EnvironmentKey environment, int limit);

  /// All promotions that are not terminal.
  List<Promotion> active();

  void append(PromotionEvent event);

  /// The record of a promotion, oldest line first.
  List<PromotionEvent> events(String promotionId);
}
