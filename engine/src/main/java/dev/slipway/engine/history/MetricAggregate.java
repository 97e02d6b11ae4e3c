package dev.slipway.engine.history;

import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.MetricSample.Flow;
import dev.slipway.engine.port.store.MetricSample.Scale;

/// The sum of the samples of one span of time.
final class MetricAggregate {
  private final Metrics.Subject subject;
  private int samples;
  private StatusCounts ended = StatusCounts.NONE;
  private LatencyDistribution total = LatencyDistribution.NONE;
  private LatencyDistribution firstByte = LatencyDistribution.NONE;
  private long concurrent;
  private long tunnels;
  private long active;
  private long starting;
  private long unready;

  MetricAggregate(Metrics.Subject subject) {
    this.subject = subject;
  }

  void add(MetricSample sample) {
    boolean seen = false;
    for (Scale s : sample.scales()) {
      if (subject.has(s)) {
        seen = true;
        concurrent += s.waiting();
        active += s.active();
        starting += s.starting();
        unready += s.unready();
      }
    }
    for (Flow f : sample.flows()) {
      if (subject.has(f)) {
        seen = true;
        ended = ended.plus(f.ended());
        total = total.plus(f.total());
        firstByte = firstByte.plus(f.firstByte());
        concurrent += f.inFlight();
        tunnels += f.tunnels();
      }
    }
    samples += seen ? 1 : 0;
  }

  MetricSummary result() {
    if (samples == 0) {
      return MetricSummary.NOTHING;
    }
    double n = samples;
    return new MetricSummary(
        samples,
        ended,
        total,
        firstByte,
        concurrent / n,
        tunnels / n,
        new MetricSummary.Replicas(active / n, starting / n, unready / n));
  }
}
