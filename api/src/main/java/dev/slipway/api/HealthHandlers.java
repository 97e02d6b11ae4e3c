package dev.slipway.api;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Problem;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.wire.CommonBodies.ReadyBody;
import dev.slipway.wire.CommonBodies.StatusBody;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the server is: for probes and scrapers.
final class HealthHandlers {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry metrics;
  private final Supplier<@Nullable String> notReady;
  private final Disk disk;

  HealthHandlers(PrometheusMeterRegistry metrics, Supplier<@Nullable String> notReady, Disk disk) {
    this.metrics = metrics;
    this.notReady = notReady;
    this.disk = disk;
  }

  Reply alive(Request request) {
    return Reply.ok(new StatusBody("ok"));
  }

  Reply ready(Request request) {
    String why = notReady.get();
    if (why != null) {
      throw Problem.unavailable(why);
    }
    DiskSpace space = disk.space();
    return switch (space.level()) {
      case ROOMY -> Reply.ok(new ReadyBody("ready", null));
      case LOW -> Reply.ok(new ReadyBody("ready", space.low()));
      case FULL -> throw Problem.noRoom("DISK_FULL", space.full());
    };
  }

  Reply metrics(Request request) {
    return new Reply.Whole(200, PROMETHEUS, Buffer.buffer(metrics.scrape()), Map.of());
  }
}
