package dev.slipway.testkit.memory;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.PromotionRows;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Promotions in memory.
record MemoryStorePromotions(MemoryStoreTx tx) implements PromotionRows {
  @Override
  public void insert(Promotion promotion) {
    if (tx.promotionRows.find(promotion.id()) == null) {
      checkOnlyActive(promotion);
    }
    tx.promotionRows.insert(promotion.id(), promotion, "promotion_id");
  }

  @Override
  public boolean update(Promotion promotion) {
    Promotion written = tx.promotionRows.find(promotion.id());
    if (written == null || written.version() != promotion.version() - 1) {
      return false;
    }
    checkOnlyActive(promotion);
    tx.promotionRows.put(promotion.id(), promotion);
    return true;
  }

  @Override
  public @Nullable Promotion find(String id) {
    return tx.promotionRows.find(id);
  }

  @Override
  public @Nullable Promotion latest(EnvironmentKey environment) {
    List<Promotion> all = of(environment);
    return Stream.concat(all.stream().filter(p -> !p.state().isTerminal()), all.stream())
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<Promotion> history(EnvironmentKey environment, int limit) {
    MemoryStoreAudit.checkLimit(limit);
    return of(environment).stream().limit(limit).toList();
  }

  @Override
  public List<Promotion> active() {
    return tx.promotionRows.where(p -> !p.state().isTerminal());
  }

  @Override
  public void append(PromotionEvent event) {
    List<PromotionEvent> before = events(event.promotionId());
    tx.eventRows.put(
        event.promotionId(), Stream.concat(before.stream(), Stream.of(event)).toList());
  }

  @Override
  public List<PromotionEvent> events(String promotionId) {
    List<PromotionEvent> lines = tx.eventRows.find(promotionId);
    return lines == null ? List.of() : lines;
  }

  /// Newest first.
  private List<Promotion> of(EnvironmentKey environment) {
    return tx.promotionRows.where(p -> p.environment().equals(environment)).reversed();
  }

  private void checkOnlyActive(Promotion next) {
    boolean taken =
        !next.state().isTerminal()
            && active().stream()
                .anyMatch(
                    p -> !p.id().equals(next.id()) && p.environment().equals(next.environment()));
    if (taken) {
      throw MemoryStoreTable.violated("promotion_active");
    }
  }
}
