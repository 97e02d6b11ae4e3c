package dev.slipway.gateway.route;

import dev.slipway.gateway.route.CompiledTable.Side;
import dev.slipway.gateway.route.Resolved.Sole;
import dev.slipway.gateway.route.Resolved.Split;
import org.jspecify.annotations.Nullable;

/// Chooses the deployment and the replica of a request.
///
/// - A share of `w` percent is exact: of any 100 picks in a row under one split, `w` are the
///   candidate's.
/// - A side without a replica leaves its picks to the other side, with one exception: a candidate
///   whose share is 0 is given nothing, so that a split of 0 is a fence.
/// - A stable side that sleeps keeps its picks: they wait until it has woken, since the candidate
///   is not sized for them.
/// - Inside a deployment the replica with the least in flight is chosen, ties in turn.
public final class Picker {
  private Picker() {}

  /// Whether pick number `n`, 0 or more, belongs to a candidate with a share of `percent`: where
  /// floor((n + 1) * percent / 100) is over floor(n * percent / 100).
  static boolean isCandidates(long n, int percent) {
    long at = Math.floorMod(n, 100L);
    return (at + 1) * percent / 100 > at * percent / 100;
  }

  /// Chooses under `table`. A [Lease] that is returned holds a place and must be ended.
  public static Pick pick(CompiledTable table, Address address, PickState state) {
    return switch (Resolved.of(table, address)) {
      case Split split -> throughSplit(table, split, state);
      case Sole(var side) -> sole(table, null, side, state);
      case Refused no -> no;
    };
  }

  /// Whether a request that was picked as `lease` under an older table may still be sent under
  /// `now`: its replica is still given requests, and its deployment still has a share.
  public static boolean allows(CompiledTable now, Address address, Lease lease) {
    if (now.revision() == lease.revision()) {
      return true;
    }
    var model = now.model(address.modelId());
    var id = lease.deployment().id();
    var current = model == null ? null : model.deployments().get(id);
    if (current == null || !current.side().route().has(lease.endpoint())) {
      return false;
    }
    return switch (Resolved.of(now, address)) {
      case Split split -> split.generation() == lease.generation() || split.percentTo(id) > 0;
      case Sole(var side) -> side.id().equals(id);
      case Refused _ -> false;
    };
  }

  private static Pick throughSplit(CompiledTable table, Split split, PickState state) {
    state.pickingUnder(split.generation());
    var stable = split.stable();
    var candidate = split.candidate();
    if (candidate == null) {
      return sole(table, split, stable, state);
    }
    boolean toCandidate = state.towardsCandidate(split);
    var first = toCandidate ? candidate : stable;
    var second = toCandidate ? stable : candidate;
    boolean secondAllowed = toCandidate || split.percent() > 0;
    var avoid = state.avoided();
    if (first.route().eligible(avoid)) {
      return enter(table, split, first, state);
    }
    if (!toCandidate && stable.route().isAsleep()) {
      return new Pick.Full(stable);
    }
    if (secondAllowed && second.route().eligible(avoid)) {
      return enter(table, split, second, state);
    }
    if (stable.route().isAsleep()) {
      return new Pick.Full(stable);
    }
    if (avoid != null) {
      state.avoidNothing();
      return throughSplit(table, split, state);
    }
    return new Refused(RouteErrors.of(stable.route().availability()));
  }

  private static Pick sole(CompiledTable table, @Nullable Split split, Side side, PickState state) {
    if (side.route().isAsleep()) {
      return new Pick.Full(side);
    }
    if (side.route().isEmpty()) {
      return new Refused(RouteErrors.of(side.route().availability()));
    }
    if (!side.route().eligible(state.avoided())) {
      state.avoidNothing();
    }
    return enter(table, split, side, state);
  }

  private static Pick enter(
      CompiledTable table, @Nullable Split split, Side side, PickState state) {
    if (!state.isWoken() && side.route().parking().waiting() > 0) {
      return new Pick.Full(side);
    }
    var replica = side.route().enter(state.avoided());
    return replica == null ? new Pick.Full(side) : new Lease(table, split, side, replica);
  }
}
