package dev.slipway.gateway.route;

import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One deployment in one table: its replicas with their loads, and its line.
public final class DeploymentRoute {
  private final Target target;
  private final Replica[] replicas;
  private final Parking parking;

  DeploymentRoute(Target target, List<Replica> replicas, Parking parking) {
    this.target = target;
    this.replicas = replicas.toArray(Replica[]::new);
    this.parking = parking;
  }

  record Replica(Endpoint endpoint, ReplicaLoad load) {}

  public String id() {
    return target.deploymentId();
  }

  String modelId() {
    return target.modelId();
  }

  public String predictPath() {
    return target.predictPath();
  }

  public Availability availability() {
    return target.availability();
  }

  public Parking parking() {
    return parking;
  }

  public boolean rejectsWhenFull() {
    return target.backpressure() == Backpressure.REJECT_ON_FULL;
  }

  boolean has(Endpoint endpoint) {
    for (var replica : replicas) {
      if (replica.endpoint().equals(endpoint)) {
        return true;
      }
    }
    return false;
  }

  /// Whether there is a replica other than `avoid`.
  boolean eligible(@Nullable Endpoint avoid) {
    for (var replica : replicas) {
      if (!replica.endpoint().equals(avoid)) {
        return true;
      }
    }
    return false;
  }

  /// Places that are free now.
  public int free() {
    int free = 0;
    for (var replica : replicas) {
      free += Math.max(0, target.concurrency() - replica.load().inFlight());
    }
    return free;
  }

  public boolean isEmpty() {
    return replicas.length == 0;
  }

  /// Whether it was scaled to zero or is on its way back: a request waits for its first replica.
  public boolean isAsleep() {
    return isEmpty()
        && (availability() == Availability.SCALED_TO_ZERO || availability() == Availability.WAKING);
  }

  /// Takes a place on the replica with the least in flight, ties in turn.
  ///
  /// @return null where all are full
  @Nullable Replica enter(@Nullable Endpoint avoid) {
    if (replicas.length == 1) {
      var only = replicas[0];
      return !only.endpoint().equals(avoid) && only.load().tryEnter(target.concurrency())
          ? only
          : null;
    }
    while (true) {
      var best = leastLoaded(avoid);
      if (best == null) {
        return null;
      }
      // Lost the place to another lane: look again. Each failure means that a place was taken, so
      // this ends.
      if (best.load().tryEnter(target.concurrency())) {
        return best;
      }
    }
  }

  private @Nullable Replica leastLoaded(@Nullable Endpoint avoid) {
    int start = parking.turn(replicas.length);
    int least = target.concurrency();
    Replica best = null;
    for (int i = 0; i < replicas.length; i++) {
      int at = start + i;
      var replica = replicas[at < replicas.length ? at : at - replicas.length];
      int load = replica.load().inFlight();
      if (load < least && !replica.endpoint().equals(avoid)) {
        least = load;
        best = replica;
      }
    }
    return best;
  }
}
