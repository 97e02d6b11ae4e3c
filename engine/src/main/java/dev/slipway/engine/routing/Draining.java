package dev.slipway.engine.routing;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The replicas that get no new requests, from the next [Publisher#publish] on, and are stopped
/// once they have finished what they have. In memory only: a restart decides again who is surplus.
public final class Draining {
  private final Map<String, Instant> deadlines = new ConcurrentHashMap<>();

  /// Takes a replica out of service; one that is draining keeps its deadline.
  ///
  /// @param deadline when it is stopped although something is still in flight on it
  public void begin(String replicaId, Instant deadline) {
    deadlines.putIfAbsent(replicaId, deadline);
  }

  /// Takes a replica back into service.
  public void cancel(String replicaId) {
    deadlines.remove(replicaId);
  }

  public boolean isDraining(String replicaId) {
    return deadlines.containsKey(replicaId);
  }

  /// When a replica is stopped at the latest; null: it is not draining.
  @Nullable
  public Instant deadline(String replicaId) {
    return deadlines.get(replicaId);
  }

  /// Those that are draining at this moment.
  public Set<String> all() {
    return Set.copyOf(deadlines.keySet());
  }

  /// Forgets all but `present`: what has gone drains no more.
  public void retain(Set<String> present) {
    deadlines.keySet().retainAll(present);
  }
}
