package dev.slipway.testkit.fake;

import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.engine.port.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Remembers what the engine counted.
public final class CountingTelemetry implements Telemetry {
  private final List<String> transitions = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> wakes = new ArrayList<>();
  private List<Size> sizes = List.of();

  @Override
  public synchronized void transition(Transition made) {
    transitions.add(made.to());
  }

  @Override
  public void phase(String deploymentId, DeploymentPhase from, DeploymentPhase to) {
    // A test asks the deployment.
  }

  @Override
  public void fence(Duration took, boolean confirmed) {
    // A test asks the promotion whether its fence was confirmed.
  }

  @Override
  public synchronized void woken(String deploymentId) {
    wakes.add(deploymentId);
  }

  @Override
  public synchronized void replicas(List<Size> all) {
    sizes = List.copyOf(all);
  }

  @Override
  public synchronized void failure(String where) {
    failures.add(where);
  }

  public synchronized List<String> transitions() {
    return List.copyOf(transitions);
  }

  /// Ids of the deployments that were woken, in order.
  public synchronized List<String> wakes() {
    return List.copyOf(wakes);
  }

  /// The last report on the replicas of all deployments.
  public synchronized List<Size> sizes() {
    return sizes;
  }

  public synchronized List<String> failures() {
    return List.copyOf(failures);
  }
}
