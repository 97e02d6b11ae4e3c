package dev.slipway.engine.history;

import dev.slipway.engine.loop.NudgedLoop;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes samples for metrics, and deletes samples and audit events that are too old. It runs on a
/// thread of its own, in small transactions, so that nothing waits for it.
public final class Upkeep {
  /// How often old rows are looked for.
  static final Duration PRUNE_EVERY = Duration.ofHours(1);

  private static final NudgedLoop.Pace PACE =
      new NudgedLoop.Pace(
          Metrics.RESOLUTION,
          Metrics.RESOLUTION,
          Metrics.RESOLUTION,
          Duration.ZERO,
          Duration.ofSeconds(10));

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final Metrics metrics;
  private final AuditLog audit;
  private final Telemetry telemetry;
  private final InstantSource time;
  private Instant pruneAt = Instant.MIN;

  /// How long audit events are kept.
  ///
  /// @param auditEvents the most of them, 1 or more
  /// @param auditAge over 0
  public record Limits(int auditEvents, Duration auditAge) {
    public static final Limits DEFAULT = new Limits(AuditLog.MAX_EVENTS, AuditLog.MAX_AGE);
  }

  public Upkeep(Metrics metrics, AuditLog audit, Telemetry telemetry, InstantSource time) {
    this.metrics = metrics;
    this.audit = audit;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// Begins, until it is closed. Closing takes a last sample: what came since the one before would
  /// be lost with the process. It waits for that sample no longer than for a turn.
  public AutoCloseable start(Limits limits) {
    var loop = new NudgedLoop("upkeep", PACE, _ -> turnAndWait(limits), telemetry::failure, time);
    loop.startLater();
    return () -> {
      loop.close();
      var last = Thread.ofPlatform().name("slipway-upkeep-last").daemon();
      var _ = last.start(() -> guarded("metrics", metrics::sample)).join(PACE.join());
    };
  }

  private Instant turnAndWait(Limits limits) {
    turn(limits);
    return Instant.MAX;
  }

  /// Does what is due. What fails is logged, counted and done at the next time.
  public synchronized void turn(Limits limits) {
    guarded("metrics", metrics::sample);
    if (!time.instant().isBefore(pruneAt)) {
      pruneAt = time.instant().plus(PRUNE_EVERY);
      guarded("metrics", metrics::prune);
      guarded("audit", () -> prune(limits));
    }
  }

  private void prune(Limits limits) {
    int deleted = audit.prune(limits.auditEvents(), limits.auditAge());
    if (deleted > 0) {
      LOG.atInfo().addKeyValue("row", "audit").log("deleted {} old audit events", deleted);
    }
  }

  private void guarded(String row, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      telemetry.failure(row);
      var line = LOG.atError().addKeyValue("row", row);
      boolean known = e instanceof StoreException s && s.fault().lasts();
      (known ? line.addKeyValue("cause", e.getMessage()) : line.setCause(e))
          .log("upkeep row failed; retrying when it is due again");
    }
  }
}
