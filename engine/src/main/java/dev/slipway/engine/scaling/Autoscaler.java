package dev.slipway.engine.scaling;

import dev.slipway.domain.deployment.Autoscale;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.port.runtime.ReplicaCounts;
import dev.slipway.engine.port.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes how many replicas demand asks for. It samples from memory, by what the last turn read,
/// and opens a transaction only where a number changes; there it decides again on what is written.
///
/// Used by the worker's thread, apart from [#asked] and [#total].
public final class Autoscaler {
  /// How often demand is sampled.
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Autoscaler.class);

  private final Store store;
  private final GatewayStats stats;
  private final Telemetry telemetry;
  private final InstantSource time;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final CombinedDemand totals = new CombinedDemand();
  private final Map<String, Tracker> trackers = new HashMap<>();
  private Plan plan = new Plan(List.of(), List.of(), Map.of());
  private List<Telemetry.Size> told = List.of();
  private @Nullable Instant sampled;

  /// What the last turn read.
  ///
  /// @param rolling settings of the environments whose promotion divides the replicas itself
  private record Plan(
      List<Deployment> deployments,
      List<Promotion> active,
      Map<EnvironmentKey, AutoscalingSettings> rolling) {}

  /// What is remembered of one deployment.
  private static final class Tracker {
    private final DemandWindow window = new DemandWindow();
    private Autoscale.Memory memory = Autoscale.Memory.NONE;
    private String promotion = "";
    private int sizeAtStart;
  }

  public Autoscaler(Store store, GatewayStats stats, Telemetry telemetry, InstantSource time) {
    this.store = store;
    this.stats = stats;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// A deployment without replicas is asked for. Called on any thread; the next [#beat] wakes it.
  public void asked(String deployment) {
    asked.add(deployment);
  }

  /// How many replicas both sides of a rolling promotion are to have together: what their combined
  /// demand asks for, from max(1, min_replica) to max_replica. Called on any thread.
  ///
  /// @param known what was known last, which holds until demand was sampled
  public int total(EnvironmentKey environment, int known) {
    return totals.total(environment, known);
  }

  /// Takes up what is written, then does what is due.
  ///
  /// @param deployments all
  /// @return whether anything was written
  public boolean turn(List<Deployment> deployments, ReplicaCounts sight) {
    plan = store.read(tx -> plan(tx, deployments));
    totals.retain(plan.rolling().keySet());
    Set<String> known = new HashSet<>();
    deployments.forEach(d -> known.add(d.id()));
    trackers.keySet().retainAll(known);
    var sizes = deployments.stream().map(d -> size(d, sight)).toList();
    if (!sizes.equals(told)) {
      told = sizes;
      telemetry.replicas(sizes);
    }
    return beat();
  }

  /// Whether there is nothing to sample: a deployment at zero is asked for by a nudge.
  public boolean rests() {
    return plan.deployments().stream().noneMatch(d -> d.placement().desiredReplicas() > 0);
  }

  /// Wakes what was asked for, and takes a sample where one is due.
  ///
  /// @return whether anything was written
  public boolean beat() {
    Instant at = time.instant();
    boolean written = false;
    for (String id : Set.copyOf(asked)) {
      written |= wake(id, at);
      asked.remove(id);
    }
    Instant last = sampled;
    if (last != null && !at.isBefore(last) && at.isBefore(last.plus(INTERVAL))) {
      return written;
    }
    sampled = at;
    for (Deployment d : plan.deployments()) {
      written |= sample(d, at);
    }
    for (Promotion p : plan.active()) {
      AutoscalingSettings rolling = plan.rolling().get(p.environment());
      if (rolling != null) {
        totals.sample(p.environment(), rolling, both(p.sides()), at);
      }
    }
    return written;
  }

  private static Plan plan(Store.Tx tx, List<Deployment> deployments) {
    var active = tx.promotions().active();
    Map<EnvironmentKey, AutoscalingSettings> rolling = new HashMap<>();
    for (Promotion p : active) {
      Environment e = ScalingRole.isRolling(p) ? tx.environments().find(p.environment()) : null;
      if (e != null) {
        rolling.put(e.key(), e.settings().autoscaling());
      }
    }
    return new Plan(deployments, active, rolling);
  }

  private static Telemetry.Size size(Deployment d, ReplicaCounts sight) {
    return new Telemetry.Size(
        d.modelId(),
        d.id(),
        d.placement().desiredReplicas(),
        sight.of(d.id()).ready(),
        sight.troubles(d.id()).restarts());
  }

  private Demand both(Promotion.Sides sides) {
    String previous = sides.previous();
    Demand own = stats.demand(sides.candidate());
    return previous == null ? own : own.plus(stats.demand(previous));
  }

  private boolean sample(Deployment d, Instant at) {
    if (!(d.phase() instanceof DeploymentPhase.Live)) {
      trackers.remove(d.id());
      return false;
    }
    if (d.placement().desiredReplicas() == 0 && isCalled(stats.demand(d.id()))) {
      return wake(d.id(), at);
    }
    return switch (ScalingRole.of(plan.active(), d.id())) {
      case ScalingRole.Untouched _ -> {
        trackers.remove(d.id());
        yield false;
      }
      case ScalingRole.Own own -> {
        if (d.placement().desiredReplicas() > 0) {
          yield resize(d, own, stats.demand(d.id()), at);
        }
        trackers.remove(d.id());
        yield false;
      }
      case ScalingRole.Fallback f ->
          resize(d, f, stats.demand(d.id()).plus(stats.demand(f.candidate())), at);
    };
  }

  private static boolean isCalled(Demand seen) {
    return seen.parked() > 0 || seen.wake();
  }

  private boolean resize(Deployment d, ScalingRole role, Demand seen, Instant at) {
    Tracker tracker = trackers.computeIfAbsent(d.id(), _ -> new Tracker());
    int before = d.placement().desiredReplicas();
    if (role instanceof ScalingRole.Fallback f && !f.promotion().equals(tracker.promotion)) {
      tracker.promotion = f.promotion();
      tracker.sizeAtStart = before;
    }
    var window = Duration.ofSeconds(d.placement().autoscaling().autoscalingWindow());
    var load = tracker.window.add(at, seen, window);
    if (before == 0) {
      return load.busy() && wake(d.id(), at);
    }
    var advice = advise(d, role, tracker, load, at);
    if (advice.replicas() != before) {
      var written = store.transact(tx -> write(tx, d.id(), role, tracker, load, at));
      if (written == null) {
        return false; // it is not what the last turn read: the next one looks again
      }
      advice = written;
    }
    tracker.memory = advice.memory();
    return advice.replicas() != before;
  }

  private static Autoscale.Advice advise(
      Deployment d, ScalingRole role, Tracker tracker, Autoscale.Load load, Instant at) {
    int least =
        switch (role) {
          case ScalingRole.Own(var awaited) -> awaited;
          case ScalingRole.Fallback _ -> tracker.sizeAtStart;
          case ScalingRole.Untouched _ -> d.placement().desiredReplicas();
        };
    return Autoscale.advise(
        d.placement().autoscaling(),
        least,
        d.placement().desiredReplicas(),
        load,
        at,
        tracker.memory);
  }

  /// Decides again on what is written now.
  ///
  /// @return null where another decides by now
  private static Autoscale.@Nullable Advice write(
      Store.Tx tx, String id, ScalingRole role, Tracker tracker, Autoscale.Load load, Instant at) {
    Deployment d = tx.deployments().find(id);
    if (d == null
        || !(d.phase() instanceof DeploymentPhase.Live)
        || d.placement().desiredReplicas() == 0
        || !ScalingRole.of(tx.promotions().active(), id).equals(role)) {
      return null;
    }
    int before = d.placement().desiredReplicas();
    var advice = advise(d, role, tracker, load, at);
    if (advice.replicas() != before) {
      tx.deployments().update(d.withPlacement(d.placement().withDesired(advice.replicas())));
      LOG.atInfo()
          .addKeyValue("deploymentId", id)
          .addKeyValue("from", before)
          .addKeyValue("to", advice.replicas())
          .log("replicas scaled by demand");
    }
    return advice;
  }

  private boolean wake(String id, Instant at) {
    boolean woken = store.transact(tx -> wake(tx, id, at));
    if (woken) {
      telemetry.woken(id);
    }
    return woken;
  }

  private static boolean wake(Store.Tx tx, String id, Instant at) {
    Deployment d = tx.deployments().find(id);
    if (d == null
        || !(d.phase() instanceof DeploymentPhase.Live)
        || d.placement().desiredReplicas() > 0) {
      return false;
    }
    int replicas = d.placement().autoscaling().servingReplicas();
    tx.deployments()
        .update(
            d.withPhase(DeploymentMachine.revive(d, at))
                .withPlacement(d.placement().withDesired(replicas)));
    LOG.atInfo()
        .addKeyValue("deploymentId", id)
        .addKeyValue("to", replicas)
        .log("deployment woken from zero replicas");
    return true;
  }
}
