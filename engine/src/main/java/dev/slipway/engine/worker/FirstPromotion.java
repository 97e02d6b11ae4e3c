package dev.slipway.engine.worker;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.FirstVersion;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.engine.promotion.PromotionStarter;
import dev.slipway.engine.routing.ModelCache;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Promotes the first version of a model that works to production, where the one that was pushed
/// for it has failed. What is promoted is [FirstVersion]'s to say.
public final class FirstPromotion {
  /// The most promotions of one environment that are looked at, newest first.
  static final int MAX_HISTORY = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(FirstPromotion.class);

  private final Store store;
  private final ModelCache cache;
  private final PromotionStarter starter;

  public FirstPromotion(Store store, ModelCache cache, PromotionStarter starter) {
    this.store = store;
    this.cache = cache;
    this.starter = starter;
  }

  /// @return whether a promotion was started
  boolean turn() {
    boolean started = false;
    for (EnvironmentKey production : cache.emptyProductions()) {
      started |= look(production);
    }
    return started;
  }

  /// @return whether a promotion to `production` was started
  boolean look(EnvironmentKey production) {
    if (store.read(tx -> heir(tx, production)) == null) {
      return false;
    }
    Answer<Promotion> started = Commit.unlessRefused(store, tx -> start(tx, production));
    return switch (started) {
      case Answer.Ok<Promotion>(var p) -> {
        LOG.atInfo()
            .addKeyValue("promotionId", p.id())
            .addKeyValue("deploymentId", p.sides().source())
            .addKeyValue("environment", production)
            .log("the first version that works is promoted to production, where nothing serves");
        yield true;
      }
      case Answer.No<Promotion> _ -> false; // a command came in between
    };
  }

  /// Decides again on what is written now.
  private Answer<Promotion> start(Store.Tx tx, EnvironmentKey production) {
    Deployment heir = heir(tx, production);
    return heir == null
        ? Answer.invalid("Nothing is to be promoted to " + production + ".")
        : starter.start(tx, production, heir.id(), PromoteOptions.DEFAULT, AuditEvent.Actor.SYSTEM);
  }

  private static @Nullable Deployment heir(Store.Tx tx, EnvironmentKey production) {
    Environment e = tx.environments().find(production);
    Promotion last = tx.promotions().latest(production);
    if (e == null || !FirstVersion.isOpen(e, last)) {
      return null;
    }
    List<Promotion> all = new ArrayList<>();
    for (Environment other : tx.environments().ofModel(production.modelId())) {
      all.addAll(tx.promotions().history(other.key(), MAX_HISTORY));
    }
    var deployments = tx.deployments().ofModel(production.modelId());
    return FirstVersion.heir(e, last, deployments, all);
  }
}
