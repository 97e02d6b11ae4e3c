package dev.slipway.app;

import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.testkit.contract.AsyncTelemetryContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class MicrometerAsyncTelemetryTest extends AsyncTelemetryContract {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerAsyncTelemetry telemetry = new MicrometerAsyncTelemetry(registry);

  @Override
  public AsyncTelemetry telemetry() {
    return telemetry;
  }

  @Override
  public long sent() {
    return registry.get("slipway.async.queue.time").timer().count();
  }

  @Override
  public long ended(String status) {
    return counted("slipway.async.requests", status);
  }

  @Override
  public long delivered(String status) {
    return counted("slipway.async.webhooks", status);
  }

  @Override
  public long failures() {
    return (long) registry.get("slipway.async.failures").counter().count();
  }

  private long counted(String meter, String status) {
    return MicrometerTelemetryTest.count(registry.find(meter).tag("status", status).counter());
  }
}
