package dev.slipway.engine.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers followers of a promotion that goes on, each time from one snapshot. They ask again when
/// [#bell] says so.
public final class PromotionFollower {
  private final Store store;
  private final Runtime runtime;
  private final GatewayStats stats;
  private final ChangeSignal changes;

  public PromotionFollower(Store store, Runtime runtime, GatewayStats stats, ChangeSignal changes) {
    this.store = store;
    this.runtime = runtime;
    this.stats = stats;
    this.changes = changes;
  }

  public ChangeSignal bell() {
    return changes;
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
      boolean complete = p.state().isTerminal() && CleanupTracker.isSettled(all);
      return Answer.ok(new Record(all.stream().skip(after).toList(), complete));
    });
  }

  /// What is written of a promotion that was taken back, all of one moment.
  ///
  /// @param wanted replicas of the candidate that are to be there
  /// @param settledAt as in [Drain]
  private record Written(Promotion promotion, int wanted, @Nullable Instant settledAt) {}

  /// How far the cancel of a promotion is; null: it is gone with its environment.
  public @Nullable Drain drain(String promotionId) {
    Written written = store.read(tx -> written(tx, promotionId));
    if (written == null) {
      return null;
    }
    Promotion p = written.promotion();
    String candidate = p.sides().candidate();
    int there =
        (int) runtime.replicas().stream().filter(r -> r.deploymentId().equals(candidate)).count();
    return new Drain(
        CancelAnswer.now(p),
        p.state().isTerminal(),
        stats.inFlight(p.environment(), candidate),
        p.state().isTerminal() ? Math.max(0, there - written.wanted()) : there,
        written.settledAt());
  }

  private static @Nullable Written written(Store.Tx tx, String promotionId) {
    Promotion p = tx.promotions().find(promotionId);
    if (p == null) {
      return null;
    }
    Deployment d = tx.deployments().find(p.sides().candidate());
    int wanted = d == null ? 0 : d.placement().desiredReplicas();
    return new Written(p, wanted, CleanupTracker.settledAt(tx.promotions().events(promotionId)));
  }
}
