package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Decision.Consequence.Note;
import dev.slipway.domain.promotion.Decision.Consequence.Scale;
import dev.slipway.domain.promotion.PromotionState.Forwarding;
import dev.slipway.domain.promotion.PromotionState.Held;
import dev.slipway.domain.promotion.PromotionState.Paused;
import dev.slipway.domain.promotion.PromotionState.RampingDown;
import dev.slipway.domain.promotion.PromotionState.RampingUp;
import dev.slipway.domain.promotion.PromotionState.Releasing;
import dev.slipway.domain.promotion.PromotionState.ReturningAfterFailure;
import dev.slipway.domain.promotion.PromotionState.RollingPaused;
import dev.slipway.domain.promotion.PromotionState.RollingToPause;
import dev.slipway.domain.promotion.PromotionState.RollingUp;
import dev.slipway.domain.promotion.PromotionState.Stabilizing;
import dev.slipway.domain.promotion.PromotionState.Terminal;
import dev.slipway.domain.promotion.PromotionState.Unreadable;
import dev.slipway.domain.promotion.PromotionState.WayBack;
import dev.slipway.domain.settings.PromotionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What operators may ask of a promotion in each state, and what it changes: the table of states
/// and commands. The last accepted command wins. A repeated one is accepted and writes nothing.
public final class PromotionCommands {
  private PromotionCommands() {}

  /// Why no promotion to an environment may start now; null: it may. An environment has one
  /// promotion at a time.
  ///
  /// @param last the environment's promotion in progress, or its last one, or null where it never
  ///   had one
  public static @Nullable String whyNotPromote(@Nullable Promotion last) {
    return last == null || last.state().isTerminal()
        ? null
        : "Environment %s already has an in progress promotion of deployment %s (%s). Cancel it or wait for its end."
            .formatted(last.environment().name(), last.sides().candidate(), last.state().status());
  }

  /// Whether `command` holds for `p`, and what it changes.
  ///
  /// @param p the environment's promotion in progress, or its last one, or null where there is none
  public static Outcome accept(
      EnvironmentKey environment, @Nullable Promotion p, Command command, Observation seen) {
    if (p == null || p.state().isTerminal()) {
      return new Outcome.Refused(
          "Environment " + environment.name() + " has no in progress promotion.");
    }
    return switch (command) {
      case Command.Cancel _, Command.ForceCancel _ ->
          new Outcome.Accepted(takeBack(p, command, seen));
      case Command.Pause _ -> pause(p, seen);
      case Command.Resume _ -> resume(p, seen);
      case Command.ForceRollForward _ -> rollForward(p, seen);
    };
  }

  /// Whether the state that a cancel of `p` led to only waits for the gateways' confirmation, and
  /// its caller with it. A rolling promotion's caller is not kept waiting once traffic has moved.
  public static boolean endsAtOnce(Promotion p, PromotionState next) {
    return next instanceof PromotionState.RampingDown s
        && switch (p.terms().kind()) {
          case PromotionKind.Plain _, PromotionKind.Canary _ -> true;
          case PromotionKind.Rolling _ -> s.fromPercent() == 0;
        };
  }

  private static Decision takeBack(Promotion p, Command command, Observation seen) {
    boolean atOnce = command instanceof Command.ForceCancel;
    return switch (p.state()) {
      case Releasing _, Held _ -> nothingMoved(p, command, seen);
      case Paused s when s.stage() == 0 -> nothingMoved(p, command, seen);
      case RollingPaused s when s.target() == 0 -> nothingMoved(p, command, seen);
      case RampingUp _,
          Paused _,
          RollingUp _,
          RollingToPause _,
          Stabilizing _,
          RollingPaused _,
          Forwarding _ ->
          atOnce ? Rollback.force(p, seen) : Rollback.cancel(p, seen);
      case WayBack s -> atOnce ? Rollback.force(p, seen) : returning(s, seen);
      case Unreadable _ -> unreadable(p, command, seen);
      case RampingDown s -> same(s, seen);
      case Terminal s -> same(s, seen);
    };
  }

  private static Outcome pause(Promotion p, Observation seen) {
    if (p.terms().kind() instanceof PromotionKind.Plain) {
      return new Outcome.Refused(
          "The promotion to %s moves all traffic in one step: there is no step to pause after (expected: a canary or rolling promotion). Cancel it, or set ramp_up_while_promoting or rolling_deploy for the next one."
              .formatted(p.environment().name()));
    }
    return switch (p.state()) {
      case Releasing s ->
          accepted(
              new Held(s.since(), s.deadline()),
              s.deadline(),
              seen,
              LineKind.PAUSE,
              "before the first shift");
      case RampingUp s -> new Outcome.Accepted(CanarySteps.pause(s, seen));
      case RollingUp s ->
          accepted(
              new RollingToPause(s.since(), s.target(), s.total(), s.deadline()),
              seen.at(),
              seen,
              LineKind.PAUSE,
              "after the step that is under way");
      case Stabilizing s ->
          accepted(
              new RollingPaused(
                  s.since(), s.target(), s.total(), p.candidatePercent(seen.routing())),
              null,
              seen,
              LineKind.PAUSE,
              "the split is pinned");
      case Held s -> repeated(s, seen);
      case Paused s -> repeated(s, seen);
      case RollingToPause s -> repeated(s, seen);
      case RollingPaused s -> repeated(s, seen);
      case WayBack _, RampingDown _ -> new Outcome.Refused(takenBack(p, "paused"));
      case Unreadable s -> new Outcome.Refused(unreadable(p, s, "paused"));
      case Forwarding _ -> new Outcome.Refused(rolledForward(p));
      case Terminal s -> repeated(s, seen);
    };
  }

  private static Outcome resume(Promotion p, Observation seen) {
    return switch (p.state()) {
      case Held s ->
          accepted(
              new Releasing(s.since(), s.deadline()),
              seen.at(),
              seen,
              LineKind.RESUME,
              "the pause is lifted");
      case Paused s -> new Outcome.Accepted(CanarySteps.resume(p, s, seen));
      case RollingToPause s ->
          accepted(
              new RollingUp(s.since(), s.target(), s.total(), s.deadline()),
              seen.at(),
              seen,
              LineKind.RESUME,
              "the pause is lifted");
      case RollingPaused s -> new Outcome.Accepted(RollingSteps.resume(p, s, seen));
      case Releasing s -> repeated(s, seen);
      case RampingUp s -> repeated(s, seen);
      case RollingUp s -> repeated(s, seen);
      case Stabilizing s -> repeated(s, seen);
      case Forwarding s -> repeated(s, seen);
      case WayBack _, RampingDown _ -> new Outcome.Refused(takenBack(p, "resumed"));
      case Unreadable s -> new Outcome.Refused(unreadable(p, s, "resumed"));
      case Terminal s -> repeated(s, seen);
    };
  }

  private static Outcome rollForward(Promotion p, Observation seen) {
    return switch (p.state()) {
      case Forwarding s -> repeated(s, seen);
      case Terminal s -> repeated(s, seen);
      case Releasing _,
          Held _,
          RampingUp _,
          Paused _,
          RollingUp _,
          RollingToPause _,
          Stabilizing _,
          RollingPaused _,
          WayBack _,
          RampingDown _,
          Unreadable _ ->
          seen.candidate().ready() > 0
              ? new Outcome.Accepted(forward(p, seen))
              : new Outcome.Refused(
                  "The candidate %s has no ready replica (expected: at least one, since it would get all traffic of %s). Wait until it is ready, or cancel the promotion."
                      .formatted(p.sides().candidate(), p.environment().name()));
    };
  }

  private static Decision forward(Promotion p, Observation seen) {
    String previous = p.sides().previous();
    String candidate = p.sides().candidate();
    var routing =
        previous == null
            ? seen.routing()
            : seen.routing().to(new Split.Shared(previous, candidate, 100));
    int from = p.candidatePercent(seen.routing());
    var note =
        new Note(LineKind.FORCE_ROLL_FORWARD, "force roll forward accepted at " + from + " %");
    var all = new ArrayList<Consequence>(List.of(note));
    if (p.terms().kind() instanceof PromotionKind.Rolling
        && seen.candidate().desired() < seen.total()) {
      all.add(new Scale(candidate, seen.total()));
    }
    return Decision.write(new Forwarding(seen.at(), routing.generation()), routing, seen.at(), all);
  }

  /// The candidate was given nothing by this promotion. It may have served the environment before,
  /// though, and a gateway may not know yet that it does not any more: this, too, is confirmed.
  private static Decision nothingMoved(Promotion p, Command command, Observation seen) {
    var note = new Note(command.kind(), "before any traffic moved");
    return Rollback.back(p, seen.at(), 0, seen, note);
  }

  /// A cancel of what cannot be read: nobody knows how far it was, so that all goes back at once.
  private static Decision unreadable(Promotion p, Command command, Observation seen) {
    var note = new Note(command.kind(), "the stored promotion cannot be read");
    return Rollback.back(p, seen.at(), 0, seen, note);
  }

  /// A cancel of what returns already takes the place of the failure that it returns after.
  private static Decision returning(WayBack s, Observation seen) {
    return switch (s) {
      case PromotionState.Returning r -> same(r, seen);
      case ReturningAfterFailure r -> {
        var note =
            new Note(
                LineKind.GRACEFUL_CANCEL, "cancel accepted while returning after: " + r.reason());
        yield Decision.write(r.canceled(), seen.routing(), seen.at(), List.of(note));
      }
    };
  }

  private static Outcome accepted(
      PromotionState next, @Nullable Instant wakeAt, Observation seen, LineKind kind, String text) {
    return new Outcome.Accepted(
        Decision.write(next, seen.routing(), wakeAt, List.of(new Note(kind, text))));
  }

  private static Outcome repeated(PromotionState s, Observation seen) {
    return new Outcome.Accepted(same(s, seen));
  }

  private static Decision same(PromotionState s, Observation seen) {
    return Decision.keep(s, seen.routing(), seen.at());
  }

  private static String takenBack(Promotion p, String what) {
    return "The promotion to %s is being taken back and cannot be %s (expected: RELEASING, RAMPING_UP or PAUSED, it is RAMPING_DOWN). force_roll_forward_promotion gives the candidate everything, force_cancel_promotion returns the traffic at once."
        .formatted(p.environment().name(), what);
  }

  private static String unreadable(Promotion p, Unreadable s, String what) {
    return "The stored %s of the promotion to %s cannot be read, and it cannot be %s (expected: a promotion that this version can read). It fails by itself, with all traffic on the previous deployment."
        .formatted(s.column(), p.environment().name(), what);
  }

  private static String rolledForward(Promotion p) {
    return "The promotion to %s is being forced forward and cannot be paused. cancel_promotion takes it back as long as it has not succeeded."
        .formatted(p.environment().name());
  }
}
