package dev.slipway.testkit.fake;

import dev.slipway.engine.port.Telemetry;
import dev.slipway.testkit.contract.TelemetryContract;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;

class CountingTelemetryTest extends TelemetryContract {
  private final CountingTelemetry counting = new CountingTelemetry();

  @Override
  public Telemetry telemetry() {
    return counting;
  }

  @Override
  public long transitions(String state) {
    return Collections.frequency(counting.transitions(), state);
  }

  @Override
  public long wakes() {
    return counting.wakes().size();
  }

  @Override
  public long failures() {
    return counting.failures().size();
  }

  @Override
  public Map<String, Integer> ready() {
    return counting.sizes().stream()
        .collect(Collectors.toMap(Telemetry.Size::deploymentId, Telemetry.Size::ready));
  }
}
