package dev.slipway.engine.port.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replica counts by deployment, as the runtime showed them at one moment.
public final class ReplicaCounts {
  private static final Counts NONE = new Counts(0, 0, 0, 0, 0, null);

  private final Map<String, Counts> byDeployment = new HashMap<>();
  private final Map<String, Troubles> troubles = new HashMap<>();

  /// @param replicas those that have a process
  /// @param ready those that are given requests, busy or not
  /// @param responding those of them that have lately answered a probe or a request
  /// @param dead those that are known to be dead: they were ready before, or their starts failed
  /// @param failedStarts the most failed starts in a row of any of them
  /// @param lastFailure why that one does not serve: how its last process ended, or why the one it
  ///   has is not ready; null: none failed, and none takes long to start
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
          worse || lastFailure == null ? why(r) : lastFailure);
    }

    private static @Nullable String why(Replica r) {
      var before = r.failedStarts() > 0 ? r.lastFailure() : null;
      var now = r.history().notReady();
      if (now == null) {
        return before;
      }
      return "Its process is not ready: "
          + now
          + "."
          + (before == null ? "" : " Before: " + before);
    }
  }

  /// What became of the processes of a deployment's replicas.
  ///
  /// @param restarts of all its replicas
  /// @param lastExit how the last process of one of them ended, with the end of its log; null: none
  ///   did
  /// @param notReady why one of them is not ready that takes long to start, as part of a sentence;
  ///   null: none does
  public record Troubles(int restarts, @Nullable String lastExit, @Nullable String notReady) {
    public static final Troubles NONE = new Troubles(0, null, null);

    Troubles plus(Replica.History h) {
      return new Troubles(
          restarts + h.restarts(),
          h.lastFailure() == null ? lastExit : h.lastFailure(),
          h.notReady() == null ? notReady : h.notReady());
    }
  }

  private static boolean isDead(Replica r) {
    return r.state() == Replica.State.UNHEALTHY || (!r.ready() && r.failedStarts() > 0);
  }

  public ReplicaCounts(List<Replica> replicas) {
    for (Replica r : replicas) {
      byDeployment.put(r.deploymentId(), of(r.deploymentId()).plus(r));
      troubles.put(r.deploymentId(), troubles(r.deploymentId()).plus(r.history()));
    }
  }

  public Counts of(String deploymentId) {
    return byDeployment.getOrDefault(deploymentId, NONE);
  }

  public Troubles troubles(String deploymentId) {
    return troubles.getOrDefault(deploymentId, Troubles.NONE);
  }
}
