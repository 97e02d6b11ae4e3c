package dev.slipway.testkit.fake;

import dev.slipway.engine.port.AsyncTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Remembers what was counted of asynchronous requests, each as a word and its value.
public final class CountingAsyncTelemetry implements AsyncTelemetry {
  private final List<String> counted = new ArrayList<>();

  @Override
  public synchronized void sent(Duration queued) {
    counted.add("sent " + queued.toMillis());
  }

  @Override
  public synchronized void ended(String status) {
    counted.add("ended " + status);
  }

  @Override
  public synchronized void delivered(String status) {
    counted.add("delivered " + status);
  }

  @Override
  public synchronized void failure(String requestId) {
    counted.add("failure " + requestId);
  }

  public synchronized List<String> counted() {
    return List.copyOf(counted);
  }
}
