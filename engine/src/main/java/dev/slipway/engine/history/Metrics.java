package dev.slipway.engine.history;

import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The metrics of environments and deployments, of now and of the past.
public final class Metrics {
  /// How often a sample is taken.
  public static final Duration RESOLUTION = Duration.ofSeconds(30);

  /// How long samples are kept.
  public static final Duration MAX_AGE = Duration.ofDays(7);

  /// The most samples that are kept, of all models together; where there are more, the oldest go
  /// before their time. A model in use makes 20,160 in seven days.
  public static final int MAX_SAMPLES = 1_000_000;

  /// How far back the counts of "now" reach.
  public static final Duration CURRENT = Duration.ofSeconds(60);

  private static final int PRUNE_BATCH = 1_000;

  private final Store store;
  private final Sampler sampler;
  private final InstantSource time;

  public Metrics(Store store, Sampler sampler, InstantSource time) {
    this.store = store;
    this.sampler = sampler;
    this.time = time;
  }

  /// What is measured.
  public sealed interface Subject {
    String modelId();

    boolean has(MetricSample.Flow flow);

    boolean has(MetricSample.Scale scale);

    /// Whatever served an environment, at the time when it did.
    record OfEnvironment(String modelId, String name) implements Subject {
      @Override
      public boolean has(MetricSample.Flow flow) {
        return name.equals(flow.environment());
      }

      @Override
      public boolean has(MetricSample.Scale scale) {
        return name.equals(scale.environment());
      }
    }

    /// One deployment, whichever way its requests came.
    record OfDeployment(String modelId, String id) implements Subject {
      @Override
      public boolean has(MetricSample.Flow flow) {
        return id.equals(flow.deploymentId());
      }

      @Override
      public boolean has(MetricSample.Scale scale) {
        return id.equals(scale.deploymentId());
      }
    }
  }

  /// What is counted over [#CURRENT] until now, and the state of this moment.
  public MetricSummary now(Subject subject) {
    Instant now = time.instant();
    var counted = new MetricAggregate(subject);
    var present = new MetricAggregate(subject);
    sampler.read(
        subject.modelId(),
        now.minus(CURRENT),
        now.plus(RESOLUTION),
        sample -> {
          counted.add(sample);
          if (!sample.at().isBefore(now)) {
            present.add(sample);
          }
        });
    MetricSummary c = counted.result();
    MetricSummary p = present.result();
    return new MetricSummary(
        p.samples(),
        c.ended(),
        c.total(),
        c.firstByte(),
        p.concurrent(),
        p.tunnels(),
        p.replicas());
  }

  /// What was measured in each of the steps that begin at `from` and end at `to`, which the last
  /// one may not reach in full.
  ///
  /// @param step over 0
  public List<MetricSummary> series(Subject subject, Instant from, Instant to, Duration step) {
    long width = step.toMillis();
    int steps = Math.toIntExact(Math.ceilDiv(Duration.between(from, to).toMillis(), width));
    var all =
        new ArrayList<>(
            IntStream.range(0, steps).mapToObj(_ -> new MetricAggregate(subject)).toList());
    sampler.read(
        subject.modelId(),
        from,
        to,
        sample -> {
          // A sample belongs to the step that it ends in: its end is inclusive.
          long nanos = Duration.between(from, sample.at()).toNanos() - 1;
          all.get(Math.toIntExact(nanos / 1_000_000 / width)).add(sample);
        });
    return all.stream().map(MetricAggregate::result).toList();
  }

  /// Takes a sample.
  void sample() {
    sampler.sample();
  }

  /// Deletes what is too old or too much, in small transactions.
  void prune() {
    Instant before = time.instant().minus(MAX_AGE);
    int last;
    do {
      last = store.transact(tx -> tx.metrics().prune(before, MAX_SAMPLES, PRUNE_BATCH));
    } while (last > 0);
  }
}
