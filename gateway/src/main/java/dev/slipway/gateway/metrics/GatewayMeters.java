package dev.slipway.gateway.metrics;

import dev.slipway.engine.port.routes.TrafficCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// The gateway's meters. Those of a deployment read its [RequestCounters] when the registry is
/// read, so that a request counts once, and go with the deployment.
public final class GatewayMeters {
  private static final int CLASSES = 6;
  private final MeterRegistry registry;
  private final Map<TrafficCounters.Way, List<Meter>> meters = new ConcurrentHashMap<>();
  private final Map<String, Meter> lines = new ConcurrentHashMap<>();
  private final Counter retries;
  private final Counter reroutes;
  private final Counter gone;
  private final Counter[] refusals = new Counter[CLASSES];

  public GatewayMeters(MeterRegistry registry) {
    this.registry = registry;
    retries =
        Counter.builder("slipway_retries")
            .description("requests that were sent again, before their first byte was answered")
            .register(registry);
    reroutes =
        Counter.builder("slipway_reroutes")
            .description("requests that were picked again, since the routing had changed")
            .register(registry);
    gone =
        Counter.builder("slipway_client_aborts")
            .description("requests whose client went away before the answer was complete")
            .register(registry);
    for (int i = 0; i < CLASSES; i++) {
      refusals[i] =
          Counter.builder("slipway_refusals")
              .description("requests that the gateway itself answered with an error")
              .tag("code", RequestCounters.label(i))
              .register(registry);
    }
  }

  /// A request was sent again.
  public void retried() {
    retries.increment();
  }

  /// A request was picked again because the table changed before it was sent.
  public void rerouted() {
    reroutes.increment();
  }

  public void clientGone() {
    gone.increment();
  }

  /// The gateway itself answered with `status`.
  public void refused(int status) {
    refusals[status / 100].increment();
  }

  public void register(TrafficCounters.Way way, RequestCounters counters) {
    var tags =
        Tags.of(
            "model", way.modelId(),
            "environment", Objects.requireNonNullElse(way.environment(), ""),
            "deployment", way.deploymentId());
    var all = new ArrayList<Meter>();
    for (int i = 0; i < RequestCounters.CLASSES; i++) {
      int codeClass = i;
      if (i != 1) {
        all.add(
            FunctionCounter.builder("slipway_requests", counters, t -> t.count(codeClass))
                .description("requests answered by models")
                .tags(tags.and("code", RequestCounters.label(i)))
                .register(registry));
      }
    }
    all.add(
        FunctionTimer.builder(
                "slipway_request_duration",
                counters,
                RequestCounters::answeredCount,
                RequestCounters::answeredNanos,
                TimeUnit.NANOSECONDS)
            .description("from a request's head to the end of its answer")
            .tags(tags)
            .register(registry));
    all.add(
        FunctionCounter.builder("slipway_leases_lost", counters, RequestCounters::lostCount)
            .description("requests that were given to a replica and had no answer from it")
            .tags(tags)
            .register(registry));
    all.add(
        Gauge.builder("slipway_in_flight", counters, RequestCounters::inFlight)
            .description("requests that replicas have now")
            .tags(tags)
            .register(registry));
    all.add(
        Gauge.builder("slipway_weight", counters, RequestCounters::weight)
            .description("percent of the environment's traffic that the deployment is to have")
            .tags(tags)
            .register(registry));
    for (var share : List.of(0.5, 0.99)) {
      all.add(
          Gauge.builder(
                  "slipway_request_duration_quantile", counters, t -> t.quantileSeconds(share))
              .description("quantiles of the request duration, in seconds")
              .tags(tags.and("quantile", share.toString()))
              .register(registry));
    }
    meters.put(way, all);
  }

  public void register(String modelId, String deploymentId, IntSupplier waiting) {
    lines.put(
        deploymentId,
        Gauge.builder("slipway_queue_length", waiting::getAsInt)
            .description("requests that wait for a place at a replica")
            .tags("model", modelId, "deployment", deploymentId)
            .register(registry));
  }

  public void removeLine(String deploymentId) {
    var meter = lines.remove(deploymentId);
    if (meter != null) {
      registry.remove(meter);
    }
  }

  public void remove(TrafficCounters.Way way) {
    var all = meters.remove(way);
    if (all != null) {
      all.forEach(registry::remove);
    }
  }

  /// Takes all meters of deployments away.
  public void close() {
    List.copyOf(meters.keySet()).forEach(this::remove);
    List.copyOf(lines.keySet()).forEach(this::removeLine);
  }
}
