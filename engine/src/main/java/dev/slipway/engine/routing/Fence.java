package dev.slipway.engine.routing;

import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.routes.Routes;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The wait until every live gateway routes by what is written.
public final class Fence {
  /// How long a cancel waits before it answers RAMPING_DOWN.
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// The proof that a fence held: every live gateway routes by this table or a newer one, and
  /// nothing that was picked under an older one can still be sent.
  ///
  /// @param revision of the table, 1 or more
  public record Confirmation(long revision) {}

  private final Publisher publisher;
  private final Routes routes;
  private final InstantSource time;
  private final Telemetry telemetry;

  public Fence(Publisher publisher, Routes routes, InstantSource time, Telemetry telemetry) {
    this.publisher = publisher;
    this.routes = routes;
    this.time = time;
    this.telemetry = telemetry;
  }

  /// @return the proof that everything that was committed before this call is in use at every
  ///   gateway, and that nothing that was routed before still waits to be sent; null: not in time
  @Nullable
  public Confirmation await(Duration timeout) {
    var began = time.instant();
    long revision = publisher.publish();
    boolean inTime = routes.awaitQuiescent(revision, timeout);
    telemetry.fence(Duration.between(began, time.instant()), inTime);
    return inTime ? new Confirmation(revision) : null;
  }
}
