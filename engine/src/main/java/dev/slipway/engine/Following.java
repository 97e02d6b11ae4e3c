package dev.slipway.engine;

import dev.slipway.domain.Deployment;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Promotion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What those see who follow a promotion while it goes on. They ask again when [#bell] says so.
public final class Following {
  private final Store store;
  private final Runtime runtime;
  private final Vitals vitals;
  private final Bell bell;

  Following(Store store, Runtime runtime, Vitals vitals, Bell bell) {
    this.store = store;
    this.runtime = runtime;
    this.vitals = vitals;
    this.bell = bell;
  }

  public Bell bell() {
    return bell;
  }

  /// A record as it stands.
  ///
  /// @param lines those after the ones that were asked for
  /// @param complete no further line will come
  public record Record(List<PromotionEvent> lines, boolean complete) {
    public Record {
      lines = List.copyOf(lines);
    }
  }

  /// @param after lines that are known already, 0 or more
  public Answer<Record> record(EnvironmentKey environment, String promotionId, int after) {
    return store.read(tx -> {
      Promotion p = tx.promotions().find(promotionId);
      if (p == null || !p.environment().equals(environment)) {
        return Lookup.noPromotion(environment, promotionId);
      }
      List<PromotionEvent> all = tx.promotions().events(promotionId);
      boolean complete = p.state().isTerminal() && Settling.isSettled(all);
      return Answer.ok(new Record(all.stream().skip(after).toList(), complete));
    });
  }

  /// How far the cancel of a promotion is; null: it is gone with its environment.
  public @Nullable Drain drain(String promotionId) {
    Promotion p = store.read(tx -> tx.promotions().find(promotionId));
    if (p == null) {
      return null;
    }
    String candidate = p.sides().candidate();
    List<PromotionEvent> lines = store.read(tx -> tx.promotions().events(promotionId));
    Deployment d = store.read(tx -> tx.deployments().find(candidate));
    int wanted = d == null ? 0 : d.placement().desiredReplicas();
    int there =
        (int) runtime.replicas().stream().filter(r -> r.deploymentId().equals(candidate)).count();
    return new Drain(
        CancelAnswer.now(p),
        p.state().isTerminal(),
        vitals.inFlight(p.environment(), candidate),
        p.state().isTerminal() ? Math.max(0, there - wanted) : there,
        Settling.settledAt(lines));
  }
}
