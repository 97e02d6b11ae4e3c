package dev.slipway.engine.scaling;

import dev.slipway.domain.deployment.Autoscale.Load;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/// The samples of a demand over the last window. In memory only: after a restart it starts empty,
/// and until it is whole nothing is scaled down by it.
final class DemandWindow {
  private static final long NEVER = -1;

  private record Sample(Instant at, int requests) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private Duration length = Duration.ZERO;
  private Instant since = Instant.MAX;
  private long sum;
  private long arrived = NEVER;

  /// Takes one sample.
  ///
  /// @param window how far back samples count; where it grew, the window is whole again only when
  ///   samples reach that far
  Load add(Instant at, Demand seen, Duration window) {
    if (!samples.isEmpty() && at.isBefore(samples.getLast().at())) {
      clear(); // the clock was set back
    }
    while (!samples.isEmpty() && samples.getFirst().at().isBefore(at.minus(window))) {
      sum -= samples.removeFirst().requests();
    }
    if (samples.isEmpty()) {
      since = at;
    } else if (window.compareTo(length) > 0) {
      since = samples.getFirst().at();
    }
    length = window;
    int now = seen.inFlight() + seen.parked();
    samples.addLast(new Sample(at, now));
    sum += now;
    boolean busy = now > 0 || (arrived != NEVER && arrived != seen.arrived());
    arrived = seen.arrived();
    return new Load(sum, samples.size(), now, busy, !since.isAfter(at.minus(window)));
  }

  private void clear() {
    samples.clear();
    sum = 0;
  }
}
