package dev.slipway.gateway;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.gateway.Table.EnvironmentRoute;
import dev.slipway.gateway.Table.ModelRoute;
import dev.slipway.gateway.Table.Side;
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
final class Picker {
  private Picker() {}

  /// Whether pick number `n`, 0 or more, belongs to a candidate with a share of `percent`: where
  /// floor((n + 1) * percent / 100) is over floor(n * percent / 100).
  static boolean isCandidates(long n, int percent) {
    long at = Math.floorMod(n, 100L);
    return (at + 1) * percent / 100 > at * percent / 100;
  }

  /// Chooses under `table`. A [Lease] that is returned holds a place and must be ended.
  static Pick pick(Table table, Address address, Ticket ticket) {
    var model = table.model(address.modelId());
    if (model == null) {
      return Refusal.noModel(address);
    }
    return switch (address.kind()) {
      case ENVIRONMENT -> {
        var route = model.environments().get(address.name());
        if (route != null && route.stable() != null) {
          yield throughSplit(table, route, ticket);
        }
        var instead = insteadOfEnvironment(model, address, route);
        if (instead != null) {
          yield only(table, instead, ticket);
        }
        yield route == null ? Refusal.noEnvironment(address) : Refusal.nothingDeployed(address);
      }
      case DEPLOYMENT -> {
        var side = model.deployments().get(address.name());
        yield side == null ? Refusal.noDeployment(address) : only(table, side, ticket);
      }
      case DEVELOPMENT -> {
        var side = model.development();
        yield side == null ? Refusal.noDevelopment(address) : only(table, side, ticket);
      }
    };
  }

  /// Whether a request that was picked as `lease` under an older table may still be sent under
  /// `now`: its replica is still given requests, and its deployment still has a share.
  static boolean allows(Table now, Address address, Lease lease) {
    if (now.revision() == lease.revision()) {
      return true;
    }
    var model = now.model(address.modelId());
    if (model == null) {
      return false;
    }
    var id = lease.deployment().id();
    var current = model.deployments().get(id);
    if (current == null || !current.route().has(lease.endpoint())) {
      return false;
    }
    return switch (address.kind()) {
      case ENVIRONMENT -> {
        var route = model.environments().get(address.name());
        if (route != null && route.stable() != null) {
          yield route.generation() == lease.generation() || route.percentTo(id) > 0;
        }
        var instead = insteadOfEnvironment(model, address, route);
        yield instead != null && instead.id().equals(id);
      }
      case DEPLOYMENT -> true;
      case DEVELOPMENT -> {
        var side = model.development();
        yield side != null && side.id().equals(id);
      }
    };
  }

  /// `/environments/development` means the development deployment, and so does production as long
  /// as nothing was promoted to it.
  static @Nullable Side insteadOfEnvironment(
      ModelRoute model, Address address, @Nullable EnvironmentRoute route) {
    boolean stands =
        address.name().equals(EnvironmentKey.PRODUCTION)
            || (route == null && address.name().equals(Paths.DEVELOPMENT));
    return stands ? model.development() : null;
  }

  private static Pick throughSplit(Table table, EnvironmentRoute route, Ticket ticket) {
    ticket.pickingUnder(route.generation());
    var stable = route.stable();
    var candidate = route.candidate();
    if (stable == null) {
      throw new IllegalStateException("split without a stable side (expected: one)");
    }
    if (candidate == null) {
      return sole(table, route, stable, ticket);
    }
    boolean toCandidate = ticket.towardsCandidate(route);
    var first = toCandidate ? candidate : stable;
    var second = toCandidate ? stable : candidate;
    boolean secondAllowed = toCandidate || route.percent() > 0;
    var avoid = ticket.avoid;
    if (first.route().eligible(avoid)) {
      return enter(table, route, first, ticket);
    }
    if (!toCandidate && stable.route().isAsleep()) {
      return new Pick.Full(stable);
    }
    if (secondAllowed && second.route().eligible(avoid)) {
      return enter(table, route, second, ticket);
    }
    if (stable.route().isAsleep()) {
      return new Pick.Full(stable);
    }
    if (avoid != null) {
      ticket.avoid = null;
      return throughSplit(table, route, ticket);
    }
    return Refusal.of(stable.route().availability());
  }

  private static Pick only(Table table, Side side, Ticket ticket) {
    return sole(table, null, side, ticket);
  }

  private static Pick sole(
      Table table, @Nullable EnvironmentRoute route, Side side, Ticket ticket) {
    if (side.route().isAsleep()) {
      return new Pick.Full(side);
    }
    if (side.route().isEmpty()) {
      return Refusal.of(side.route().availability());
    }
    if (!side.route().eligible(ticket.avoid)) {
      ticket.avoid = null;
    }
    return enter(table, route, side, ticket);
  }

  private static Pick enter(
      Table table, @Nullable EnvironmentRoute route, Side side, Ticket ticket) {
    if (!ticket.woken && side.route().parking().waiting() > 0) {
      return new Pick.Full(side);
    }
    var replica = side.route().enter(ticket.avoid);
    return replica == null ? new Pick.Full(side) : new Lease(table, route, side, replica);
  }
}
