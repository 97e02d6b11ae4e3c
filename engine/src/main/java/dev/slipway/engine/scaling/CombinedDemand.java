package dev.slipway.engine.scaling;

import dev.slipway.domain.deployment.Autoscale;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.promotion.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The number of replicas that both sides of a rolling promotion are to have together, as their
/// combined demand asks for. The promotion divides them. Used by several threads.
final class CombinedDemand implements Totals {
  private final Map<EnvironmentKey, Total> totals = new HashMap<>();

  private static final class Total {
    private final DemandWindow window = new DemandWindow();
    private Autoscale.Memory memory = Autoscale.Memory.NONE;
    private boolean sampled;
    private int replicas;
  }

  /// Before the first sample what was known last.
  @Override
  public synchronized int total(EnvironmentKey environment, int known) {
    Total total = totals.computeIfAbsent(environment, _ -> new Total());
    if (!total.sampled) {
      total.replicas = known;
    }
    return total.replicas;
  }

  /// Takes one sample of both sides' demand. One that was never asked for is not followed.
  synchronized void sample(
      EnvironmentKey environment, AutoscalingSettings s, Demand combined, Instant at) {
    Total total = totals.get(environment);
    if (total != null) {
      var load = total.window.add(at, combined, Duration.ofSeconds(s.autoscalingWindow()));
      var advice = Autoscale.advise(s, 1, total.replicas, load, at, total.memory);
      total.replicas = advice.replicas();
      total.memory = advice.memory();
      total.sampled = true;
    }
  }

  /// Lets go of all environments but those that roll.
  synchronized void retain(Set<EnvironmentKey> rolling) {
    totals.keySet().retainAll(rolling);
  }
}
