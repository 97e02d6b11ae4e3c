package dev.slipway.engine.promotion;

import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Runtime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The start times of replicas, as this process has measured them. Replicas that were found ready
/// are not counted: when they became ready is not known.
public final class StartTimes {
  /// Starts of a deployment that are kept.
  static final int KEPT = 20;

  private final Runtime runtime;
  private final InstantSource time;
  private final Set<String> starting = new HashSet<>();
  private final Map<String, Deque<Duration>> byDeployment = new HashMap<>();

  public StartTimes(Runtime runtime, InstantSource time) {
    this.runtime = runtime;
    this.time = time;
  }

  /// Looks after each change from now on.
  public StartTimes watching() {
    runtime.onChange(this::look);
    return this;
  }

  private synchronized void look() {
    List<Replica> replicas = runtime.replicas();
    Instant now = time.instant();
    for (Replica r : replicas) {
      if (r.ready() && starting.remove(r.id()) && r.failedStarts() == 0) {
        var kept = byDeployment.computeIfAbsent(r.deploymentId(), _ -> new ArrayDeque<>());
        kept.addLast(Duration.between(r.startedAt(), now));
        if (kept.size() > KEPT) {
          kept.removeFirst();
        }
      } else if (r.state() == Replica.State.STARTING) {
        starting.add(r.id());
      }
    }
    Set<String> present = new HashSet<>();
    replicas.forEach(r -> present.add(r.id()));
    starting.retainAll(present);
  }

  /// The median; null: none was seen.
  synchronized @Nullable Duration median(String deploymentId) {
    Deque<Duration> kept = byDeployment.get(deploymentId);
    return kept == null
        ? null
        : kept.stream().sorted().skip((kept.size() - 1) / 2).findFirst().orElse(null);
  }
}
