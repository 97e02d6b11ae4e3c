package dev.slipway.engine;

import dev.slipway.domain.Command;
import dev.slipway.domain.Decision;
import dev.slipway.domain.Environment;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Outcome;
import dev.slipway.domain.Promotion;
import dev.slipway.domain.PromotionMachine;
import dev.slipway.domain.PromotionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What operators ask of promotions. One transaction a command, then a nudge.
public final class Promotions {
  /// The most promotions that a history answers with.
  public static final int MAX_HISTORY = 200;

  private final Store store;
  private final Promoting promoting;
  private final Reconciler reconciler;
  private final Fence fence;
  private final Ledger ledger;
  private final Journal journal;
  private final Nudge nudge;

  Promotions(
      Store store,
      Promoting promoting,
      Reconciler reconciler,
      Fence fence,
      Ledger ledger,
      Journal journal,
      Nudge nudge) {
    this.store = store;
    this.promoting = promoting;
    this.reconciler = reconciler;
    this.fence = fence;
    this.ledger = ledger;
    this.journal = journal;
    this.nudge = nudge;
  }

  /// Starts a promotion of `deploymentId` to `environment`.
  ///
  /// @return the candidate: the deployment itself or its copy
  public Answer<DeploymentView> promote(
      EnvironmentKey environment,
      String deploymentId,
      PromoteOptions options,
      AuditEvent.Actor actor) {
    Answer<Promotion> started =
        Commit.unlessRefused(
            store, tx -> promoting.start(tx, environment, deploymentId, options, actor));
    return started.then(p -> {
      // A candidate that is ready already needs no worker to be promoted.
      reconciler.tick(p.id(), false);
      fence.await(Reconciler.FENCE_IN_TICK);
      nudge.nudge();
      return promoting.view(p.sides().candidate());
    });
  }

  /// Takes the environment's promotion back. The answer comes when every live gateway has confirmed
  /// that nothing reaches the candidate any more, or after [Fence#TIMEOUT].
  ///
  /// @param reason what the caller gave as a reason, cut to 500 characters; empty: none
  public Answer<CancelAnswer> cancel(
      EnvironmentKey environment, String reason, AuditEvent.Actor actor) {
    Answer<Promotion> accepted =
        Commit.unlessRefused(
            store, tx -> signal(tx, environment, new Command.Cancel(), reason, actor));
    return accepted.map(p -> {
      boolean fenced = fence.await(Fence.TIMEOUT);
      if (fenced && !p.state().isTerminal()) {
        reconciler.tick(p.id(), true);
      }
      nudge.nudge();
      Promotion now = store.read(tx -> tx.promotions().find(p.id()));
      boolean canceled = now == null || now.state() instanceof PromotionState.Canceled;
      return new CancelAnswer(p.id(), canceled, message(environment, canceled));
    });
  }

  /// The environment's promotions, newest first.
  public Answer<List<Promotion>> history(EnvironmentKey environment) {
    return store.read(tx ->
        tx.environments().find(environment) == null
            ? Lookup.noEnvironment(environment)
            : Answer.ok(tx.promotions().history(environment, MAX_HISTORY)));
  }

  /// The receipt of one promotion.
  public Answer<Receipt> receipt(EnvironmentKey environment, String promotionId) {
    return journal.receipt(environment, promotionId);
  }

  private Answer<Promotion> signal(
      Store.Tx tx,
      EnvironmentKey environment,
      Command command,
      String reason,
      AuditEvent.Actor actor) {
    Environment e = tx.environments().find(environment);
    if (e == null) {
      return Lookup.noEnvironment(environment);
    }
    Promotion p = tx.promotions().latest(environment);
    Instant now = promoting.now();
    return switch (PromotionMachine.accept(environment, p, e.routing(), command, now)) {
      case Outcome.Refused(var why) -> Answer.invalid(why);
      case Outcome.Accepted(var decision) -> {
        if (p == null) {
          throw new IllegalStateException("accepted without a promotion (expected: refused)");
        }
        yield Answer.ok(decision.changed() ? write(tx, p, e, decision, reason, actor, now) : p);
      }
    };
  }

  private Promotion write(
      Store.Tx tx,
      Promotion p,
      Environment e,
      Decision decision,
      String reason,
      AuditEvent.Actor actor,
      Instant now) {
    Promotion next = ledger.write(tx, p, e, decision, now, actor.display(), reason);
    if (next == null) {
      throw new IllegalStateException("promotion " + p.id() + ": changed inside its transaction");
    }
    journal.audit(
        tx,
        "MODEL_PROMOTION_CONTROL_ACTION",
        p.environment().modelId(),
        Map.of(
            "environment_name", p.environment().name(),
            "deployment_id", p.sides().candidate(),
            "promotion_id", p.id(),
            "action", "GRACEFUL_CANCEL",
            "reason", reason),
        actor);
    return next;
  }

  private static String message(EnvironmentKey environment, boolean canceled) {
    return canceled
        ? "Promotion to " + environment.name() + " was successfully canceled."
        : "Promotion to "
            + environment.name()
            + " is ramping down: traffic is written back to the previous deployment, a gateway has not confirmed it yet.";
  }
}
