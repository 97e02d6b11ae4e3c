package dev.slipway.domain.promotion;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which deployment production gets where the one that was meant for it has failed, so that the
/// first version that works serves although an earlier one did not.
///
/// A push goes to production by itself as long as nothing serves there and nothing is on its way. A
/// deployment that was pushed while another was on its way is in no environment; where that other
/// one then fails, the newest one that works takes its place. After a cancel none does: the next
/// push does, or whom an operator promotes.
public final class FirstVersion {
  private FirstVersion() {}

  /// Whether a push that names no environment goes to `production`.
  ///
  /// @param last production's promotion in progress, or its last one; null: there never was one
  public static boolean takesPush(Environment production, @Nullable Promotion last) {
    return production.current() == null && (last == null || last.state().isTerminal());
  }

  /// Whether `production` may be due an heir: nothing serves there, and what was last meant for it
  /// has failed.
  public static boolean isOpen(Environment production, @Nullable Promotion last) {
    return production.current() == null
        && last != null
        && last.state() instanceof PromotionState.Failed;
  }

  /// The deployment that is to be promoted to `production` now; null: none.
  ///
  /// @param deployments those of the model
  /// @param promotions those to all environments of the model
  /// @param last the newest one to `production`; null: there never was one
  public static @Nullable Deployment heir(
      Environment production,
      @Nullable Promotion last,
      List<Deployment> deployments,
      List<Promotion> promotions) {
    if (last == null || !isOpen(production, last)) {
      return null;
    }
    return deployments.stream()
        .filter(d -> isHeir(d, production, last, promotions))
        .max(Comparator.comparing(Deployment::createdAt).thenComparing(Deployment::id))
        .orElse(null);
  }

  private static boolean isHeir(
      Deployment d, Environment production, Promotion last, List<Promotion> promotions) {
    var p = d.placement();
    return !p.development()
        && p.environment() == null
        && p.desiredReplicas() > 0
        && d.phase() instanceof DeploymentPhase.Live live
        && !live.since().isBefore(last.terms().startedAt())
        && promotions.stream().allMatch(before -> leaves(before, d, live.since(), production));
  }

  /// Whether `p` says nothing against `d`: one that was promoted before is where an operator wanted
  /// it, unless it failed on its way to production and works since.
  private static boolean leaves(Promotion p, Deployment d, Instant since, Environment production) {
    var sides = p.sides();
    if (!d.id().equals(sides.candidate()) && !d.id().equals(sides.source())) {
      return true;
    }
    return p.environment().equals(production.key())
        && p.state() instanceof PromotionState.Failed failed
        && since.isAfter(failed.at());
  }
}
