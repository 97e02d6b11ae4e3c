package dev.slipway.app;

import dev.slipway.engine.port.Telemetry;
import dev.slipway.testkit.contract.TelemetryContract;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

class MicrometerTelemetryTest extends TelemetryContract {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerTelemetry telemetry =
      new MicrometerTelemetry(registry, NOPLogger.NOP_LOGGER);

  @Override
  public Telemetry telemetry() {
    return telemetry;
  }

  @Override
  public long transitions(String state) {
    return count(registry.find("slipway.promotions").tag("state", state).counter());
  }

  @Override
  public long wakes() {
    return count(registry.find("slipway.wakes").counter());
  }

  @Override
  public long failures() {
    return count(registry.find("slipway.engine.failures").counter());
  }

  @Override
  public Map<String, Integer> ready() {
    var all = new HashMap<String, Integer>();
    for (var gauge : registry.find("slipway.replicas.ready").gauges()) {
      all.put(String.valueOf(gauge.getId().getTag("deployment")), (int) gauge.value());
    }
    return all;
  }

  /// A meter that nothing was counted on is not there yet.
  static long count(@Nullable Counter counter) {
    return counter == null ? 0 : (long) counter.count();
  }
}
