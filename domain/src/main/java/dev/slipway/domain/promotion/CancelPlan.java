package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a cancel would do, without doing it. The plan is made by the functions that decide, on a
/// [CancelForecast] of what they would see, so that plan and deed cannot differ as long as the
/// world does what is forecast: gateways confirm, and missing replicas become ready one after
/// another.
public sealed interface CancelPlan {
  /// The most steps that are looked ahead.
  int MAX_STEPS = 2 * AutoscalingSettings.MAX_REPLICAS + 8;

  /// The previous deployment as it is now.
  Capacity capacity();

  /// The command does not hold.
  record Refused(String why, Capacity capacity) implements CancelPlan {}

  /// The command holds.
  ///
  /// @param atOnce the promotion is CANCELED as soon as the gateways have confirmed; false: it is
  ///   RAMPING_DOWN first, while replicas are awaited
  /// @param steps what is written first, and what follows; never empty
  record Accepted(boolean atOnce, List<Step> steps, Capacity capacity) implements CancelPlan {
    public Accepted {
      steps = List.copyOf(steps);
    }
  }

  /// One write.
  ///
  /// @param status the promotion's published status after it
  /// @param candidatePercent the candidate's share after it
  /// @param previousReady ready replicas of the previous deployment that it takes
  /// @param previousWanted replicas of the previous deployment that are written by then
  /// @param candidateWanted the same of the candidate
  record Step(
      String status,
      int candidatePercent,
      int previousReady,
      int previousWanted,
      int candidateWanted) {}

  /// @param ready replicas of the previous deployment that answer
  /// @param needed those that carry the whole demand, 1 or more; 0: there is none to return to
  record Capacity(int ready, int needed) {
    public int shortfall() {
      return Math.max(0, needed - ready);
    }
  }

  /// @param p the environment's promotion in progress, or its last one, or null where there is none
  /// @param command [Command.Cancel] or [Command.ForceCancel]
  static CancelPlan of(
      EnvironmentKey environment, @Nullable Promotion p, Command command, Observation seen) {
    return switch (PromotionCommands.accept(environment, p, command, seen)) {
      case Outcome.Refused(var why) -> new Refused(why, new Capacity(seen.previous().ready(), 0));
      case Outcome.Accepted(var first) -> {
        if (p == null) {
          throw new IllegalStateException("accepted without a promotion (expected: refused)");
        }
        yield new Accepted(
            PromotionCommands.endsAtOnce(p, first.next()),
            steps(p, first, seen),
            capacity(p, seen));
      }
    };
  }

  private static List<Step> steps(Promotion p, Decision first, Observation seen) {
    var cancelForecast = new CancelForecast(p, seen);
    cancelForecast.apply(first);
    List<Step> steps = new ArrayList<>(List.of(step(cancelForecast)));
    while (cancelForecast.goesOn() && steps.size() < MAX_STEPS) {
      boolean grew = cancelForecast.pass();
      Decision next = PromotionMachine.decide(cancelForecast.promotion(), cancelForecast.seen());
      if (next.changed()) {
        cancelForecast.apply(next);
        steps.add(step(cancelForecast));
      } else if (!grew) {
        return steps;
      }
    }
    return steps;
  }

  private static Step step(CancelForecast cancelForecast) {
    Observation seen = cancelForecast.seen();
    return new Step(
        cancelForecast.promotion().state().status(),
        cancelForecast.promotion().candidatePercent(seen.routing()),
        seen.previous().ready(),
        seen.previous().desired(),
        seen.candidate().desired());
  }

  private static Capacity capacity(Promotion p, Observation seen) {
    int needed =
        switch (p.terms().kind()) {
          case PromotionKind.Plain _, PromotionKind.Canary _ ->
              Math.max(1, seen.previous().desired());
          case PromotionKind.Rolling _ -> seen.total();
        };
    return new Capacity(seen.previous().ready(), p.sides().previous() == null ? 0 : needed);
  }
}
