package dev.slipway.engine.promotion;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.CancelPlan;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.routing.Publisher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Plans cancels: looks at what a cancel would look at, asks the functions that it would ask, and
/// writes nothing.
public final class DryRuns {
  private final Store store;
  private final Publisher publisher;
  private final Observer observer;
  private final GatewayStats stats;
  private final StartTimes starts;

  public DryRuns(
      Store store, Publisher publisher, Observer observer, GatewayStats stats, StartTimes starts) {
    this.store = store;
    this.publisher = publisher;
    this.observer = observer;
    this.stats = stats;
    this.starts = starts;
  }

  /// @param command a cancel, graceful or forced
  public Answer<DryRun> cancel(EnvironmentKey environment, Command command) {
    ReplicaCounts sight = publisher.sight();
    return store.<Answer<DryRun>>read(tx -> {
      Environment e = tx.environments().find(environment);
      if (e == null) {
        return Lookup.noEnvironment(environment);
      }
      Promotion p = tx.promotions().latest(environment);
      var seen = observer.observe(tx, p, e, sight, null);
      var plan = CancelPlan.of(environment, p, command, seen);
      return Answer.ok(
          p != null && plan instanceof CancelPlan.Accepted accepted
              ? new DryRun(
                  plan,
                  p.id(),
                  estimate(p, accepted),
                  stats.inFlight(environment, p.sides().candidate()))
              : new DryRun(plan, null, null, 0));
    });
  }

  /// How long until the missing replicas are ready; all of them are started together.
  private @Nullable Duration estimate(Promotion p, CancelPlan.Accepted plan) {
    String previous = p.sides().previous();
    boolean waits =
        plan.steps().getLast().previousReady() > plan.steps().getFirst().previousReady();
    return waits && previous != null ? starts.median(previous) : Duration.ZERO;
  }
}
