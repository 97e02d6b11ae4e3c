package dev.slipway.engine;

import dev.slipway.domain.CancelPlan;
import dev.slipway.domain.Command;
import dev.slipway.domain.Decision;
import dev.slipway.domain.Environment;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Outcome;
import dev.slipway.domain.Promotion;
import dev.slipway.domain.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What operators ask of promotions. One transaction a command, then a nudge.
public final class Promotions {
  /// The most promotions that a history answers with.
  public static final int MAX_HISTORY = 200;

  private final Store store;
  private final Promoting promoting;
  private final Publisher publisher;
  private final Observer observer;
  private final Reconciler reconciler;
  private final Fence fence;
  private final Ledger ledger;
  private final Journal journal;
  private final Idempotency idempotency;
  private final RightOfWay way;
  private final Nudge nudge;

  /// What a command and a tick have in common.
  record Parts(
      Publisher publisher, Observer observer, Reconciler reconciler, Fence fence, Ledger ledger) {}

  Promotions(
      Store store,
      Parts parts,
      Promoting promoting,
      Journal journal,
      Idempotency idempotency,
      RightOfWay way,
      Nudge nudge) {
    this.store = store;
    this.promoting = promoting;
    this.publisher = parts.publisher();
    this.observer = parts.observer();
    this.reconciler = parts.reconciler();
    this.fence = parts.fence();
    this.ledger = parts.ledger();
    this.journal = journal;
    this.idempotency = idempotency;
    this.way = way;
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
    return promote(environment, deploymentId, options, Intent.of(actor, ""));
  }

  /// As above, by a call that may be repeated.
  public Answer<DeploymentView> promote(
      EnvironmentKey environment, String deploymentId, PromoteOptions options, Intent intent) {
    return way.during(() -> start(environment, deploymentId, options, intent));
  }

  private Answer<DeploymentView> start(
      EnvironmentKey environment, String deploymentId, PromoteOptions options, Intent intent) {
    Answer<Promotion> started =
        Commit.unlessRefused(
            store,
            tx ->
                promoting
                    .start(tx, environment, deploymentId, options, intent.actor())
                    .then(p -> idempotency.accept(tx, intent.stamp(), p.id(), p)));
    return started.then(p -> {
      ledger.announce();
      // A candidate that is ready already needs no worker to be promoted.
      reconciler.tick(p.id());
      fence.await(Reconciler.FENCE_IN_TICK);
      nudge.nudge();
      return promoting.view(p.sides().candidate());
    });
  }

  /// Takes the environment's promotion back. The answer for a plain or canary promotion comes when
  /// every live gateway has confirmed that nothing reaches the candidate any more, or after
  /// [Fence#TIMEOUT]. A rolling promotion whose traffic has moved answers at once that it is
  /// ramping down.
  ///
  /// @param reason what the caller gave as a reason, cut to 500 characters; empty: none
  public Answer<CancelAnswer> cancel(
      EnvironmentKey environment, String reason, AuditEvent.Actor actor) {
    return cancel(environment, Intent.of(actor, reason));
  }

  /// As above, by a call that may be repeated.
  public Answer<CancelAnswer> cancel(EnvironmentKey environment, Intent intent) {
    return way.during(() -> takeBack(environment, intent));
  }

  private Answer<CancelAnswer> takeBack(EnvironmentKey environment, Intent intent) {
    return command(environment, new Command.Cancel(), intent)
        .map(p -> {
          boolean atOnce = CancelPlan.endsAtOnce(p, p.state());
          Promotion end = finish(p, atOnce ? Fence.TIMEOUT : Reconciler.FENCE_IN_TICK, atOnce);
          return CancelAnswer.of(end == null ? find(p.id()) : end, p);
        });
  }

  /// Pauses, resumes or forces the environment's promotion.
  ///
  /// @param reason as for [#cancel]
  /// @return true: the command was accepted, or held already
  public Answer<Boolean> signal(
      EnvironmentKey environment, Command command, String reason, AuditEvent.Actor actor) {
    return signal(environment, command, Intent.of(actor, reason));
  }

  /// As above, by a call that may be repeated.
  public Answer<Boolean> signal(EnvironmentKey environment, Command command, Intent intent) {
    return way.during(() ->
        command(environment, command, intent)
            .map(p -> {
              var _ = finish(p, Fence.TIMEOUT, true);
              return true;
            }));
  }

  private Answer<Promotion> command(EnvironmentKey environment, Command command, Intent intent) {
    Sight sight = publisher.sight();
    return Commit.unlessRefused(
        store,
        tx ->
            signal(tx, environment, command, sight, intent)
                .then(p -> idempotency.accept(tx, intent.stamp(), p.id(), p)));
  }

  /// Brings what was written into effect, and where the state only waits for the gateways'
  /// confirmation, the end with it.
  ///
  /// @return the promotion at its end; null: it was not written here, somebody else may have
  private @Nullable Promotion finish(Promotion p, Duration patience, boolean toTheEnd) {
    ledger.announce();
    boolean fenced = fence.await(patience);
    boolean ends = fenced && toTheEnd && Reconciler.awaitsFence(p.state());
    Promotion end = ends ? reconciler.tickFenced(p).promotion() : null;
    nudge.nudge();
    return end;
  }

  /// The environment's promotions, newest first.
  public Answer<List<Promotion>> history(EnvironmentKey environment) {
    return store.read(tx ->
        tx.environments().find(environment) == null
            ? Lookup.noEnvironment(environment)
            : Answer.ok(tx.promotions().history(environment, MAX_HISTORY)));
  }

  /// What a call that was accepted as `promotionId` is answered when its own answer is not known.
  public @Nullable Promotion find(String promotionId) {
    return store.read(tx -> tx.promotions().find(promotionId));
  }

  /// What a cancel that was accepted before is answered; null: gone with its environment.
  public @Nullable CancelAnswer canceled(String promotionId) {
    Promotion p = find(promotionId);
    return p == null ? null : CancelAnswer.now(p);
  }

  /// The receipt of one promotion.
  public Answer<Receipt> receipt(EnvironmentKey environment, String promotionId) {
    return journal.receipt(environment, promotionId);
  }

  private Answer<Promotion> signal(
      Store.Tx tx, EnvironmentKey environment, Command command, Sight sight, Intent intent) {
    Environment e = tx.environments().find(environment);
    if (e == null) {
      return Lookup.noEnvironment(environment);
    }
    Promotion p = tx.promotions().latest(environment);
    var seen = observer.observe(tx, p, e, sight, false, promoting.now());
    return switch (Signals.accept(environment, p, command, seen)) {
      case Outcome.Refused(var why) -> Answer.invalid(why);
      case Outcome.Accepted(var decision) -> {
        if (p == null) {
          throw new IllegalStateException("accepted without a promotion (expected: refused)");
        }
        yield Answer.ok(
            decision.changed()
                ? write(
                    tx,
                    p,
                    e,
                    decision,
                    new Asked(command, intent.reason(), intent.actor(), seen.at()))
                : p);
      }
    };
  }

  /// What somebody asked for, and when.
  private record Asked(Command command, String reason, AuditEvent.Actor actor, Instant at) {}

  private Promotion write(Store.Tx tx, Promotion p, Environment e, Decision decision, Asked asked) {
    Promotion next =
        ledger.write(tx, p, e, decision, asked.at(), asked.actor().display(), asked.reason());
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
            "action", asked.command().action(),
            "reason", asked.reason()),
        asked.actor());
    return next;
  }
}
