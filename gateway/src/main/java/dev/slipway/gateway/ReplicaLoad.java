package dev.slipway.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/// What is in flight on one replica. Shared by all lanes, and kept over changes of the table.
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
