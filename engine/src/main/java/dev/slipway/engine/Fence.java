package dev.slipway.engine;

import java.time.Duration;
import java.time.InstantSource;

/// Waits until every live gateway routes by what is written.
final class Fence {
  /// How long a cancel waits before it answers RAMPING_DOWN.
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Publisher publisher;
  private final Routes routes;
  private final InstantSource time;
  private final Telemetry telemetry;

  Fence(Publisher publisher, Routes routes, InstantSource time, Telemetry telemetry) {
    this.publisher = publisher;
    this.routes = routes;
    this.time = time;
    this.telemetry = telemetry;
  }

  /// @return whether everything that was committed before this call is in use at every gateway, and
  ///   nothing that was routed before still waits to be sent
  boolean await(Duration timeout) {
    var began = time.instant();
    boolean confirmed = routes.awaitQuiescent(publisher.publish(), timeout);
    telemetry.fence(Duration.between(began, time.instant()), confirmed);
    return confirmed;
  }
}
