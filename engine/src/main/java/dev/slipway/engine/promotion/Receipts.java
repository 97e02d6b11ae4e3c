package dev.slipway.engine.promotion;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The promotions of an environment, past and present, and the receipt of each.
public final class Receipts {
  /// The most promotions that a history answers with.
  public static final int MAX_HISTORY = 200;

  private final Store store;
  private final GatewayStats stats;

  public Receipts(Store store, GatewayStats stats) {
    this.store = store;
    this.stats = stats;
  }

  /// The environment's promotions, newest first.
  public Answer<List<Promotion>> history(EnvironmentKey environment) {
    return store.read(tx ->
        tx.environments().find(environment) == null
            ? Lookup.noEnvironment(environment)
            : Answer.ok(tx.promotions().history(environment, MAX_HISTORY)));
  }

  /// The promotion with this id; null if it was deleted with its environment.
  public @Nullable Promotion find(String promotionId) {
    return store.read(tx -> tx.promotions().find(promotionId));
  }

  /// The receipt of one promotion.
  public Answer<Receipt> receipt(EnvironmentKey environment, String promotionId) {
    return store.read(tx -> {
      Promotion p = tx.promotions().find(promotionId);
      if (p == null || !p.environment().equals(environment)) {
        return Lookup.noPromotion(environment, promotionId);
      }
      var live = stats.served(environment, p.sides().candidate());
      return Answer.ok(Receipt.of(p, tx.promotions().events(promotionId), live));
    });
  }
}
