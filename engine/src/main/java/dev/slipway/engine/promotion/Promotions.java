package dev.slipway.engine.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.Decision;
import dev.slipway.domain.promotion.Observation;
import dev.slipway.domain.promotion.Outcome;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionCommands;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.routing.Fence;
import dev.slipway.engine.routing.Fence.Confirmation;
import dev.slipway.engine.routing.Publisher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The commands that operators give to promotions. Each one goes the same way, top down: *decide*
/// in a transaction, *commit*, *fence*, *end*.
///
/// 1. decide: read the environment and its promotion, ask the domain, write the next state, the
///    split and the record; the idempotency row goes into the same transaction
/// 2. commit: from here on the command holds, whatever happens to this process
/// 3. fence: publish a table that holds the commit, and wait until every gateway has confirmed it
/// 4. end: where the state only waits for that confirmation, write the end with it; otherwise, or
///    where the fence was not confirmed in time, the worker goes on from what is written
public final class Promotions {
  private final Store store;
  private final PromotionStarter starter;
  private final Publisher publisher;
  private final Observer observer;
  private final Reconciler reconciler;
  private final Fence fence;
  private final DecisionWriter decisions;
  private final AuditWriter auditWriter;
  private final Idempotency idempotency;
  private final CommandPriority priority;
  private final Nudge nudge;

  /// What a command and a tick have in common.
  public record Parts(
      Publisher publisher,
      Observer observer,
      Reconciler reconciler,
      Fence fence,
      DecisionWriter decisions) {}

  public Promotions(
      Store store,
      Parts parts,
      PromotionStarter starter,
      AuditWriter auditWriter,
      Idempotency idempotency,
      CommandPriority priority,
      Nudge nudge) {
    this.store = store;
    this.starter = starter;
    this.publisher = parts.publisher();
    this.observer = parts.observer();
    this.reconciler = parts.reconciler();
    this.fence = parts.fence();
    this.decisions = parts.decisions();
    this.auditWriter = auditWriter;
    this.idempotency = idempotency;
    this.priority = priority;
    this.nudge = nudge;
  }

  /// Starts a promotion of `deploymentId` to `environment`.
  ///
  /// @return the promotion as it was written; its candidate is the deployment or a copy of it
  public Answer<Promotion> promote(
      EnvironmentKey environment,
      String deploymentId,
      PromoteOptions options,
      CommandContext context) {
    return priority.during(() ->
        Commit.adding(
                store,
                tx ->
                    starter
                        .start(tx, environment, deploymentId, options, context.actor())
                        .then(p -> idempotency.accept(tx, context.key(), p.id(), p)))
            .map(started -> {
              decisions.announce();
              // A candidate that is ready already needs no worker to be promoted.
              reconciler.tick(started.id());
              fence.await(Reconciler.FENCE_IN_TICK);
              nudge.nudge();
              return started;
            }));
  }

  /// Takes the environment's promotion back. Where only the gateways' confirmation is awaited, the
  /// answer comes with it, or after [Fence#TIMEOUT]. Where the traffic returns as replicas become
  /// ready, it comes after at most [Reconciler#FENCE_IN_TICK] and says RAMPING_DOWN.
  public Answer<CancelAnswer> cancel(EnvironmentKey environment, CommandContext context) {
    return priority.during(() ->
        decide(environment, new Command.Cancel(), context)
            .map(accepted -> {
              boolean atOnce = PromotionCommands.endsAtOnce(accepted, accepted.state());
              Confirmation confirmation = fence(atOnce ? Fence.TIMEOUT : Reconciler.FENCE_IN_TICK);
              Promotion now = atOnce ? end(accepted, confirmation) : find(accepted);
              nudge.nudge();
              return CancelAnswer.of(now, accepted);
            }));
  }

  /// Pauses, resumes or forces the environment's promotion.
  ///
  /// @return the promotion as it was accepted; it may have held already
  public Answer<Promotion> signal(
      EnvironmentKey environment, Command command, CommandContext context) {
    return priority.during(() ->
        decide(environment, command, context)
            .map(accepted -> {
              Confirmation confirmation = fence(Fence.TIMEOUT);
              var _ = end(accepted, confirmation);
              nudge.nudge();
              return accepted;
            }));
  }

  /// Decides in one transaction, which is committed when this returns a promotion.
  private Answer<Promotion> decide(
      EnvironmentKey environment, Command command, CommandContext context) {
    ReplicaCounts sight = publisher.sight();
    return Commit.unlessRefused(
        store,
        tx ->
            decide(tx, environment, command, context, sight)
                .then(p -> idempotency.accept(tx, context.key(), p.id(), p)));
  }

  private Answer<Promotion> decide(
      Store.Tx tx,
      EnvironmentKey environment,
      Command command,
      CommandContext context,
      ReplicaCounts sight) {
    Environment e = tx.environments().find(environment);
    if (e == null) {
      return Lookup.noEnvironment(environment);
    }
    Promotion p = tx.promotions().latest(environment);
    Observation seen = observer.observe(tx, p, e, sight, null);
    return switch (PromotionCommands.accept(environment, p, command, seen)) {
      case Outcome.Refused(var why) -> Answer.invalid(why);
      case Outcome.Accepted(var decision) -> {
        if (p == null) {
          throw new IllegalStateException("accepted without a promotion (expected: refused)");
        }
        if (!decision.changed()) {
          yield Answer.ok(p);
        }
        Promotion next = write(tx, p, e, decision, seen, context);
        audit(tx, p, command, context);
        yield Answer.ok(next);
      }
    };
  }

  private Promotion write(
      Store.Tx tx,
      Promotion p,
      Environment e,
      Decision decision,
      Observation seen,
      CommandContext context) {
    Promotion next =
        decisions.write(tx, p, e, decision, seen.at(), context.actor().display(), context.reason());
    if (next == null) {
      throw new IllegalStateException("promotion " + p.id() + ": changed inside its transaction");
    }
    return next;
  }

  private void audit(Store.Tx tx, Promotion p, Command command, CommandContext context) {
    String candidate = p.sides().candidate();
    String model = p.environment().modelId();
    Deployment d = tx.deployments().find(candidate);
    var subject =
        d == null
            ? new AuditEvent.Subject(AuditWriter.modelName(tx, model), candidate, null)
            : AuditWriter.subject(tx, d);
    auditWriter.audit(
        tx,
        model,
        new AuditEvent.PromotionControlled(
            subject, p.environment().name(), p.id(), command.kind(), context.reason()),
        context.actor());
  }

  /// Brings what was committed into use at every gateway.
  private @Nullable Confirmation fence(Duration patience) {
    decisions.announce();
    return fence.await(patience);
  }

  /// Ends a promotion whose state only waits for the gateways' confirmation.
  ///
  /// @return the promotion as it stands now; null: gone with its environment
  private @Nullable Promotion end(Promotion accepted, @Nullable Confirmation confirmation) {
    Promotion end =
        confirmation != null && Reconciler.awaitsFence(accepted.state())
            ? reconciler.tickFenced(accepted, confirmation).promotion()
            : null;
    return end == null ? find(accepted) : end;
  }

  private @Nullable Promotion find(Promotion p) {
    return store.read(tx -> tx.promotions().find(p.id()));
  }
}
