package dev.slipway.app;

import dev.slipway.engine.async.AsyncRunner;
import dev.slipway.engine.port.AsyncTelemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// Telemetry of asynchronous requests as Prometheus metrics.
final class MicrometerAsyncTelemetry implements AsyncTelemetry {
  private final MeterRegistry registry;
  private final Timer queueTime;
  private final Counter failures;

  MicrometerAsyncTelemetry(MeterRegistry registry) {
    this.registry = registry;
    queueTime =
        Timer.builder("slipway.async.queue.time")
            .description("from the acceptance of an asynchronous request to its first attempt")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    failures =
        Counter.builder("slipway.async.failures")
            .description("work on asynchronous requests that failed inside the server")
            .register(registry);
  }

  void watch(AsyncRunner runner) {
    Gauge.builder("slipway.async.queue.length", runner, AsyncRunner::queued)
        .description("asynchronous requests that wait to be sent")
        .register(registry);
    Gauge.builder("slipway.async.in.progress", runner, AsyncRunner::inProgress)
        .description("asynchronous requests that are on their way to a model")
        .register(registry);
  }

  @Override
  public void sent(Duration queued) {
    queueTime.record(queued);
  }

  @Override
  public void ended(String status) {
    Counter.builder("slipway.async.requests")
        .description("asynchronous requests that came to their end")
        .tag("status", status)
        .register(registry)
        .increment();
  }

  @Override
  public void delivered(String status) {
    Counter.builder("slipway.async.webhooks")
        .description("deliveries of asynchronous results that came to their end")
        .tag("status", status)
        .register(registry)
        .increment();
  }

  @Override
  public void failure(String requestId) {
    failures.increment();
  }
}
