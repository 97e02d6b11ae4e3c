package dev.slipway.testkit.fake;

import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.testkit.contract.AsyncTelemetryContract;

class CountingAsyncTelemetryTest extends AsyncTelemetryContract {
  private final CountingAsyncTelemetry counting = new CountingAsyncTelemetry();

  @Override
  public AsyncTelemetry telemetry() {
    return counting;
  }

  private long counted(String line) {
    return counting.counted().stream().filter(l -> l.startsWith(line)).count();
  }

  @Override
  public long sent() {
    return counted("sent ");
  }

  @Override
  public long ended(String status) {
    return counted("ended " + status);
  }

  @Override
  public long delivered(String status) {
    return counted("delivered " + status);
  }

  @Override
  public long failures() {
    return counted("failure ");
  }
}
