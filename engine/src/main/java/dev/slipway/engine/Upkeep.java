package dev.slipway.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done now and then, beside everything else: samples are taken, and what is too old is
/// deleted. It runs on a thread of its own, in small transactions, so that nothing waits for it.
public final class Upkeep {
  /// How often old rows, and remnants of deleted deployments, are looked for.
  static final Duration PRUNE_EVERY = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Metrics metrics;
  private final AuditLog audit;
  private final Telemetry telemetry;
  private final InstantSource time;
  private final Semaphore closing = new Semaphore(0);
  private Instant pruneAt = Instant.MIN;

  /// How long audit events are kept.
  ///
  /// @param auditEvents the most of them, 1 or more
  /// @param auditAge over 0
  public record Limits(int auditEvents, Duration auditAge) {
    public static final Limits DEFAULT = new Limits(AuditLog.MAX_EVENTS, AuditLog.MAX_AGE);
  }

  Upkeep(Metrics metrics, AuditLog audit, Telemetry telemetry, InstantSource time) {
    this.metrics = metrics;
    this.audit = audit;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// Begins, until it is closed.
  public AutoCloseable start(Limits limits) {
    Thread thread = Thread.ofPlatform().name("slipway-upkeep").start(() -> run(limits));
    return () -> {
      closing.release();
      thread.join(TimeUnit.SECONDS.toMillis(10));
    };
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
      log.atInfo().addKeyValue("row", "audit").log("deleted {} old audit events", deleted);
    }
  }

  private void run(Limits limits) {
    try {
      while (!closing.tryAcquire(Metrics.RESOLUTION.toMillis(), TimeUnit.MILLISECONDS)) {
        turn(limits);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    // What came since the last sample would be lost with the process.
    guarded("metrics", metrics::sample);
  }

  private void guarded(String row, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      telemetry.failure(row);
      log.atError().addKeyValue("row", row).setCause(e).log("will be tried again");
    }
  }
}
