package dev.slipway.gateway.metrics;

import dev.slipway.engine.port.routes.GatewayStats.Served;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.TrafficCounters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// The counters of the requests that reached one deployment by one path. They are kept when the
/// table changes.
///
/// A request counts when it is sent. One that could not be sent to any replica counts as sent and
/// lost, so that a dead deployment shows. One that is sent again elsewhere after a lost connection
/// counts where it was sent, and is not lost.
public final class RequestCounters {
  static final int CLASSES = 6;
  private static final int ABORTED_CLASS = 0;
  private static final long NANOS_PER_MICRO = 1_000;

  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAccumulator lastSent = new LongAccumulator(Math::max, 0);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder[] classes = new LongAdder[CLASSES];
  private final LongAdder answered = new LongAdder();
  private final LongAdder answeredNanos = new LongAdder();
  private final Histogram times = new Histogram();
  private final Histogram firstBytes = new Histogram();
  private final LongAdder firstByteNanos = new LongAdder();
  private final AtomicInteger tunnels = new AtomicInteger();
  private volatile int weight;

  public RequestCounters() {
    for (int i = 0; i < CLASSES; i++) {
      classes[i] = new LongAdder();
    }
  }

  public void sent(long epochMillis) {
    requests.increment();
    inFlight.incrementAndGet();
    lastSent.accumulate(epochMillis);
  }

  /// The head of the answer came.
  public void headed(long nanos) {
    firstByteNanos.add(nanos);
    firstBytes.add(nanos / NANOS_PER_MICRO);
  }

  /// A WebSocket was opened (1) or has ended (-1).
  public void tunnels(int change) {
    tunnels.addAndGet(change);
  }

  /// The answer went through to its end.
  public void answered(int code, long nanos) {
    inFlight.decrementAndGet();
    classes[code / 100 % CLASSES].increment();
    if (code >= 500) {
      errors.increment();
    }
    if (code < 200) {
      return; // A tunnel: it lasts as long as its ends like, which says nothing of the model.
    }
    answered.increment();
    answeredNanos.add(nanos);
    times.add(nanos / NANOS_PER_MICRO);
  }

  /// No answer, or one cut short by the replica.
  public void lost() {
    inFlight.decrementAndGet();
    classes[5].increment();
    errors.increment();
    lost.increment();
  }

  /// No replica could be reached.
  public void unreachable() {
    requests.increment();
    classes[5].increment();
    errors.increment();
    lost.increment();
  }

  public void clientGone() {
    inFlight.decrementAndGet();
    classes[ABORTED_CLASS].increment();
  }

  /// It is sent again, under another lease.
  public void sentAgain() {
    inFlight.decrementAndGet();
  }

  public void weight(int percent) {
    weight = percent;
  }

  int weight() {
    return weight;
  }

  public long requestCount() {
    return requests.sum();
  }

  public int inFlight() {
    return inFlight.get();
  }

  long count(int codeClass) {
    return classes[codeClass].sum();
  }

  /// The label of a class: `2xx`, or `499` for clients that were gone before the end of the answer.
  static String label(int codeClass) {
    return codeClass == ABORTED_CLASS ? "499" : codeClass + "xx";
  }

  long lostCount() {
    return lost.sum();
  }

  long answeredCount() {
    return answered.sum();
  }

  long answeredNanos() {
    return answeredNanos.sum();
  }

  double quantileSeconds(double share) {
    return times.quantile(share) / 1e6;
  }

  StatusCounts ended() {
    return new StatusCounts(count(2), count(3), count(4) + count(ABORTED_CLASS), count(5));
  }

  public TrafficCounters on(TrafficCounters.Way way) {
    return new TrafficCounters(
        way,
        ended(),
        inFlight(),
        tunnels.get(),
        times.times(answeredNanos.sum() / NANOS_PER_MICRO),
        firstBytes.times(firstByteNanos.sum() / NANOS_PER_MICRO));
  }

  public Served served() {
    return new Served(
        requests.sum(),
        errors.sum(),
        lost.sum(),
        lastSent.get(),
        times.quantile(0.5),
        times.quantile(0.99));
  }
}
