package dev.slipway.testkit;

import dev.slipway.engine.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Remembers what the engine counted.
public final class CountingTelemetry implements Telemetry {
  private final List<String> transitions = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  @Override
  public synchronized void transition(String status) {
    transitions.add(status);
  }

  @Override
  public void fence(Duration took, boolean confirmed) {
    // A test asks the promotion whether its fence was confirmed.
  }

  @Override
  public synchronized void failure(String where) {
    failures.add(where);
  }

  public synchronized List<String> transitions() {
    return List.copyOf(transitions);
  }

  public synchronized List<String> failures() {
    return List.copyOf(failures);
  }
}
