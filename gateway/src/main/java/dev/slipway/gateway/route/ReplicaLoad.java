package dev.slipway.gateway.route;

import java.util.concurrent.atomic.AtomicLong;

/// The number of requests in flight on one replica, and of those that it has answered. All lanes
/// share it, and it is kept when the table changes.
///
/// Both numbers lie in one word, so that the end of a request is one write to memory that all lanes
/// share: the lower half holds what is in flight, the upper half what was answered, which wraps.
final class ReplicaLoad {
  private static final long IN_FLIGHT = 1;
  private static final long ANSWERED = 1L << Integer.SIZE;

  private final String replicaId;
  private final AtomicLong numbers = new AtomicLong();

  ReplicaLoad(String replicaId) {
    this.replicaId = replicaId;
  }

  String replicaId() {
    return replicaId;
  }

  /// Takes one place of `limit`, where one is free.
  boolean tryEnter(int limit) {
    for (long now = numbers.get(); (int) now < limit; now = numbers.get()) {
      if (numbers.compareAndSet(now, now + IN_FLIGHT)) {
        return true;
      }
    }
    return false;
  }

  /// Gives the place of a request back that got its whole answer.
  void leaveAnswered() {
    numbers.addAndGet(ANSWERED - IN_FLIGHT);
  }

  /// Gives the place of any other request back.
  void leave() {
    numbers.addAndGet(-IN_FLIGHT);
  }

  int inFlight() {
    return (int) numbers.get();
  }

  /// Answers up to now, modulo 2^32.
  long answered() {
    return numbers.get() >>> Integer.SIZE;
  }
}
