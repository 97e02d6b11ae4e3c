package dev.slipway.engine.worker;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.engine.routing.Draining;
import dev.slipway.engine.routing.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Converges the replicas that run on the replicas that are written. A replica is stopped only when
/// no gateway routes to it any more and nothing is in flight on it, or its drain deadline passed.
public final class Fleet {
  /// How long a replica that gets no new requests may take to finish those it has.
  static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(5);

  /// How often a drain is looked at.
  static final Duration DRAIN_POLL = Duration.ofMillis(100);

  private final Store store;
  private final Runtime runtime;
  private final Routes routes;
  private final Publisher publisher;
  private final Draining draining;
  private final Ids ids;
  private final InstantSource time;
  private final Map<String, Specified> specified = new HashMap<>();

  public Fleet(
      Store store,
      Runtime runtime,
      Routes routes,
      Publisher publisher,
      Draining draining,
      Ids ids,
      InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.routes = routes;
    this.publisher = publisher;
    this.draining = draining;
    this.ids = ids;
    this.time = time;
  }

  /// @return when to look again without being nudged; null: when nudged
  @Nullable Instant converge(List<Deployment> deployments) {
    List<Replica> replicas = runtime.replicas();
    var byDeployment = replicas.stream().collect(Collectors.groupingBy(Replica::deploymentId));
    Set<String> known = new HashSet<>();
    for (Deployment d : deployments) {
      known.add(d.id());
      level(d, byDeployment.getOrDefault(d.id(), List.of()));
    }
    replicas.stream()
        .filter(r -> !known.contains(r.deploymentId()) && deleted(r.deploymentId()))
        .forEach(this::drain);
    return stopDrained(replicas);
  }

  /// A deployment that is left out of the list because it cannot be read is not deleted: what runs
  /// goes on running.
  private boolean deleted(String id) {
    try {
      return store.read(tx -> tx.deployments().find(id) == null);
    } catch (StoreException _) {
      return false;
    }
  }

  /// Takes one replica out of service; another one takes its place.
  void drain(Replica r) {
    draining.begin(r.id(), time.instant().plus(DRAIN_TIMEOUT));
  }

  private void level(Deployment d, List<Replica> all) {
    var kept =
        all.stream()
            .filter(r -> r.state() != Replica.State.STOPPING)
            .filter(r -> !draining.isDraining(r.id()))
            .toList();
    int wanted = wanted(d);
    for (int i = kept.size(); i < wanted; i++) {
      start(d, ids.next());
    }
    // One that was adopted has no secrets until it is told again what it is; and each is told which
    // environment it serves, whenever that changes.
    kept.stream()
        .limit(wanted)
        .map(Replica::id)
        .filter(id -> !Specified.of(d).equals(specified.get(id)))
        .forEach(id -> start(d, id));
    var surplus =
        kept.stream()
            .sorted(
                Comparator.comparing(Replica::ready)
                    .thenComparing(Replica::responding)
                    .thenComparing(Replica::startedAt, Comparator.reverseOrder()))
            .limit(Math.max(0, kept.size() - wanted))
            .toList();
    surplus.forEach(this::drain);
    if (!surplus.isEmpty() && wantedNow(d.id()) > wanted) {
      surplus.forEach(r -> draining.cancel(r.id()));
    }
  }

  /// A command may have asked for these replicas after `deployments` was read. It writes and then
  /// looks at what drains; this marks and then reads what is written: one of them sees the other.
  private int wantedNow(String id) {
    Deployment now = store.read(tx -> tx.deployments().find(id));
    return now == null ? 0 : wanted(now);
  }

  private int wanted(Deployment d) {
    return switch (d.phase()) {
      case DeploymentPhase.Deploying _, DeploymentPhase.Waking _, DeploymentPhase.Live _ ->
          runtime.build(d.source().artifact()) instanceof Build.Done
              ? d.placement().desiredReplicas()
              : 0;
      case DeploymentPhase.Building _,
          DeploymentPhase.Inactive _,
          DeploymentPhase.BuildFailed _,
          DeploymentPhase.DeployFailed _ ->
          0;
    };
  }

  private void start(Deployment d, String id) {
    specified.put(id, Specified.of(d));
    Map<String, String> values = store.read(tx -> secrets(tx, d));
    runtime.start(
        new ReplicaSpec(
            id,
            d.id(),
            d.modelId(),
            d.source().artifact(),
            d.source().launch(),
            values,
            d.placement().environment()));
  }

  /// What a replica was last told that may change while it runs.
  ///
  /// @param environment null: it serves none
  private record Specified(@Nullable String environment) {
    static Specified of(Deployment d) {
      return new Specified(d.placement().environment());
    }
  }

  private static Map<String, String> secrets(Store.Tx tx, Deployment d) {
    Map<String, String> values = new HashMap<>();
    var model = tx.models().find(d.modelId());
    for (String name : d.source().launch().secrets()) {
      var secret = model == null ? null : tx.secrets().find(model.teamId(), name);
      if (secret != null) {
        values.put(name, secret.value());
      }
    }
    return values;
  }

  private @Nullable Instant stopDrained(List<Replica> replicas) {
    Set<String> present = new HashSet<>();
    replicas.forEach(r -> present.add(r.id()));
    draining.retain(present);
    specified.keySet().retainAll(present);
    if (draining.all().isEmpty()) {
      return null;
    }
    // Quiescent first: only then does "nothing in flight" mean that nothing will be.
    boolean quiescent = routes.awaitQuiescent(publisher.publish(), DRAIN_POLL);
    Instant now = time.instant();
    for (Replica r : replicas) {
      Instant deadline = draining.deadline(r.id());
      if (deadline != null && r.state() != Replica.State.STOPPING) {
        boolean idle = quiescent && routes.inFlight(r.id()) == 0;
        if (idle || !now.isBefore(deadline)) {
          runtime.stop(r.id(), Runtime.STOP_GRACE);
        }
      }
    }
    return now.plus(DRAIN_POLL);
  }
}
