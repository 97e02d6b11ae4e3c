package dev.slipway.engine.async;

import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.engine.port.Predictions;
import dev.slipway.engine.port.Webhooks;
import dev.slipway.engine.port.store.Store;
import java.time.InstantSource;

/// The asynchronous part of the engine, put together.
///
/// @param runner the loop; started and closed by the composition root
public record Async(AsyncRequests requests, AsyncRunner runner) {

  /// What it stands on.
  public record Ports(
      Store store,
      Predictions predictions,
      Webhooks webhooks,
      AsyncTelemetry telemetry,
      InstantSource time) {}

  public static Async on(Ports p) {
    var posting = new AsyncPosting(p.store(), p.webhooks(), p.telemetry(), p.time());
    var sending = new AsyncSending(p.store(), p.predictions(), p.telemetry(), p.time());
    var runner = new AsyncRunner(p.store(), sending, posting, p.telemetry(), p.time());
    return new Async(new AsyncRequests(p.store(), p.time(), p.telemetry(), runner), runner);
  }
}
