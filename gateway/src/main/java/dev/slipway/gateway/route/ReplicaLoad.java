package dev.slipway.gateway.route;

import java.util.concurrent.atomic.AtomicInteger;

/// The number of requests in flight on one replica. All lanes share it, and it is kept when the
/// table changes.
final class ReplicaLoad {
  private final String replicaId;
  private final AtomicInteger inFlight = new AtomicInteger();

  ReplicaLoad(String replicaId) {
    this.replicaId = replicaId;
  }

  String replicaId() {
    return replicaId;
  }

  /// Takes one place of `limit`, where one is free.
  boolean tryEnter(int limit) {
    for (int now = inFlight.get(); now < limit; now = inFlight.get()) {
      if (inFlight.compareAndSet(now, now + 1)) {
        return true;
      }
    }
    return false;
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }
}
