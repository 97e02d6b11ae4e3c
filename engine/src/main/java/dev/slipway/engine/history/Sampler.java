package dev.slipway.engine.history;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.MetricSample.Flow;
import dev.slipway.engine.port.store.MetricSample.Scale;
import dev.slipway.engine.port.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns counters that only grow into samples of what came since the sample before. A sample holds
/// differences, so that a restart, which sets the counters back, falsifies none.
public final class Sampler {
  /// A time that ended this long ago ends now.
  private static final Duration JUST_NOW = Duration.ofSeconds(2);

  private final Store store;
  private final Runtime runtime;
  private final GatewayStats stats;
  private final InstantSource time;
  private Map<TrafficCounters.Way, TrafficCounters> last = Map.of();

  public Sampler(Store store, Runtime runtime, GatewayStats stats, InstantSource time) {
    this.store = store;
    this.runtime = runtime;
    this.stats = stats;
    this.time = time;
  }

  /// Writes a sample of every model that has something deployed, in one transaction. Where that
  /// fails, the next sample holds what this one would have.
  synchronized void sample() {
    Counts counts = stats.counts();
    List<MetricSample> samples = samples(counts);
    if (!samples.isEmpty()) {
      store.checkRoom();
      store.write(tx -> samples.forEach(tx.metrics()::append));
    }
    Map<TrafficCounters.Way, TrafficCounters> seen = new HashMap<>();
    counts.ways().forEach(w -> seen.put(w.way(), w));
    last = seen;
  }

  /// Hands `each` what was written of the model, then what came since; the parts as in
  /// [MetricRows#read].
  synchronized void read(
      String modelId, Instant after, Instant until, Consumer<MetricSample> each) {
    var _ =
        store.<Boolean>read(tx -> {
          tx.metrics().read(modelId, after, until, each);
          return true;
        });
    for (MetricSample open : samples(stats.counts())) {
      Instant at = open.at();
      // The caller that asks for everything until now has read its clock a moment ago.
      if (at.isAfter(until) && !until.isBefore(at.minus(JUST_NOW))) {
        at = until;
      }
      if (open.modelId().equals(modelId) && at.isAfter(after) && !at.isAfter(until)) {
        each.accept(new MetricSample(modelId, at, open.flows(), open.scales()));
      }
    }
  }

  private List<MetricSample> samples(Counts counts) {
    Map<String, List<Flow>> flows = new HashMap<>();
    for (TrafficCounters now : counts.ways()) {
      Flow flow = since(last.get(now.way()), now);
      if (!flow.saysNothing()) {
        flows.computeIfAbsent(now.way().modelId(), _ -> new ArrayList<>()).add(flow);
      }
    }
    Map<String, List<Deployment>> models = new TreeMap<>();
    for (Deployment d : store.read(tx -> tx.deployments().all())) {
      models.computeIfAbsent(d.modelId(), _ -> new ArrayList<>()).add(d);
    }
    Map<String, List<Replica>> replicas = new HashMap<>();
    for (Replica r : runtime.replicas()) {
      replicas.computeIfAbsent(r.deploymentId(), _ -> new ArrayList<>()).add(r);
    }
    Instant at = time.instant();
    var samples = new ArrayList<MetricSample>();
    models.forEach((modelId, deployments) -> {
      List<Flow> came = flows.getOrDefault(modelId, List.of());
      if (!came.isEmpty() || deployments.stream().anyMatch(d -> isDeployed(d, replicas))) {
        var scales = deployments.stream().map(d -> scale(d, replicas, counts)).toList();
        samples.add(new MetricSample(modelId, at, came, scales));
      }
    });
    return samples;
  }

  /// A model that rests altogether needs no samples.
  private static boolean isDeployed(Deployment d, Map<String, List<Replica>> replicas) {
    return replicas.containsKey(d.id()) || d.phase() instanceof DeploymentPhase.Live;
  }

  private static Scale scale(Deployment d, Map<String, List<Replica>> replicas, Counts counts) {
    int active = 0;
    int starting = 0;
    int unready = 0;
    for (Replica r : replicas.getOrDefault(d.id(), List.of())) {
      switch (r.state()) {
        case READY, BUSY, SILENT -> active++;
        case STARTING -> starting++;
        case UNHEALTHY, STOPPING -> unready++;
      }
    }
    int waiting = counts.waiting().getOrDefault(d.id(), 0);
    return new Scale(d.id(), d.placement().environment(), active, starting, unready, waiting);
  }

  private static Flow since(@Nullable TrafficCounters before, TrafficCounters now) {
    return new Flow(
        now.way().environment(),
        now.way().deploymentId(),
        before == null ? now.ended() : now.ended().since(before.ended()),
        now.inFlight(),
        now.tunnels(),
        before == null ? now.total() : now.total().since(before.total()),
        before == null ? now.firstByte() : now.firstByte().since(before.firstByte()));
  }
}
