package dev.slipway.engine.port.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replica counts by deployment, as the runtime showed them at one moment.
public final class ReplicaCounts {
  private static final Counts NONE = new Counts(0, 0, 0, 0, 0, null);

  private final Map<String, Counts> byDeployment = new HashMap<>();

  /// @param replicas those that have a process
  /// @param ready those that are given requests, busy or not
  /// @param responding those of them that have lately answered a probe or a request
  /// @param dead those that are known to be dead: they were ready before, or their starts failed
  /// @param failedStarts the most failed starts in a row of any of them
  /// @param lastFailure of that one; null: none failed
  public record Counts(
      int replicas,
      int ready,
      int responding,
      int dead,
      int failedStarts,
      @Nullable String lastFailure) {
    Counts plus(Replica r) {
      boolean worse = r.failedStarts() > failedStarts;
      return new Counts(
          replicas + (r.address() == null ? 0 : 1),
          ready + (r.ready() ? 1 : 0),
          responding + (r.responding() ? 1 : 0),
          dead + (isDead(r) ? 1 : 0),
          worse ? r.failedStarts() : failedStarts,
          worse ? r.lastFailure() : lastFailure);
    }
  }

  private static boolean isDead(Replica r) {
    return r.state() == Replica.State.UNHEALTHY || (!r.ready() && r.failedStarts() > 0);
  }

  public ReplicaCounts(List<Replica> replicas) {
    for (Replica r : replicas) {
      byDeployment.put(r.deploymentId(), of(r.deploymentId()).plus(r));
    }
  }

  public Counts of(String deploymentId) {
    return byDeployment.getOrDefault(deploymentId, NONE);
  }
}
