package dev.slipway.app;

import dev.slipway.engine.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// What the engine counts, as Prometheus metrics.
final class Meters implements Telemetry {
  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void transition(String status) {
    Counter.builder("slipway.promotions")
        .description("promotions that came into a state")
        .tag("state", status)
        .register(registry)
        .increment();
  }

  @Override
  public void fence(Duration took, boolean confirmed) {
    Timer.builder("slipway.fence")
        .description("from the write of a routing to its confirmation by every gateway")
        .tag("confirmed", String.valueOf(confirmed))
        .publishPercentiles(0.5, 0.99)
        .register(registry)
        .record(took);
  }

  @Override
  public void failure(String where) {
    Counter.builder("slipway.engine.failures")
        .description("turns of the engine's loop in which something failed")
        .register(registry)
        .increment();
  }
}
