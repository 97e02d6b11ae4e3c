package dev.slipway.testkit.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves only when it is told to.
public final class ManualTime implements InstantSource {
  private volatile Instant now;

  public ManualTime(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
