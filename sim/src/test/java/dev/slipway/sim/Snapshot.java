package dev.slipway.sim;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.runtime.Replica;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be seen from outside the engine at one moment.
///
/// @param last the environment's last promotion; null: there was none
/// @param split as it is written
/// @param ready the replicas that answer: their deployments by their ids
/// @param routed of these, those that the last table gives requests
record Snapshot(
    Instant at,
    @Nullable Promotion last,
    Split split,
    Map<String, String> ready,
    Set<String> routed,
    long writes) {

  static Snapshot take(EngineFixture engineFixture, EnvironmentKey key) {
    var environment = engineFixture.store.read(tx -> tx.environments().find(key));
    Map<String, String> ready = new HashMap<>();
    engineFixture.runtime.replicas().stream()
        .filter(Replica::ready)
        .forEach(r -> ready.put(r.id(), r.deploymentId()));
    Set<String> routed = new HashSet<>();
    engineFixture
        .routes
        .table()
        .targets()
        .flatMap(t -> t.replicas().stream())
        .forEach(e -> routed.add(e.replicaId()));
    routed.retainAll(ready.keySet());
    return new Snapshot(
        engineFixture.time.instant(),
        engineFixture.store.read(tx -> tx.promotions().latest(key)),
        environment == null ? new Split.None() : environment.routing().split(),
        ready,
        routed,
        engineFixture.store.writes());
  }

  String status() {
    return last == null ? "" : last.state().status();
  }

  boolean active() {
    return last != null && !last.state().isTerminal();
  }

  String id() {
    return last == null ? "" : last.id();
  }

  String candidate() {
    return last == null ? "" : last.sides().candidate();
  }

  String previous() {
    String previous = last == null ? null : last.sides().previous();
    return previous == null ? "" : previous;
  }

  int share() {
    return split.percentTo(candidate());
  }

  /// How many replicas of `deployment` answer, those in `except` aside.
  int count(String deployment, Set<String> except) {
    return (int)
        ready.entrySet().stream()
            .filter(r -> r.getValue().equals(deployment) && !except.contains(r.getKey()))
            .count();
  }

  /// Replicas of `deployment` that were given requests at `before` and still answer.
  int stillServing(Snapshot before, String deployment) {
    return (int)
        ready.entrySet().stream()
            .filter(r -> r.getValue().equals(deployment) && before.routed().contains(r.getKey()))
            .count();
  }
}
