package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Limits the calls of each key to each operation, by fixed windows that begin with the first call.
public final class RateLimiter {
  /// The most windows that are remembered; the oldest goes first, so its key may call again sooner.
  static final int MAX_WINDOWS = 10_000;

  private final RateLimits limits;
  private final InstantSource time;
  private final Counter refused;

  /// In the order in which they began.
  private final Map<Slot, Window> windows = new LinkedHashMap<>();

  private record Slot(String key, String method, String pattern) {}

  private static final class Window {
    private final long start;
    private int calls;

    private Window(long start) {
      this.start = start;
    }
  }

  public RateLimiter(RateLimits limits, InstantSource time, MeterRegistry metrics) {
    this.limits = limits;
    this.time = time;
    this.refused =
        Counter.builder("slipway_management_rate_limited")
            .description("Calls of the management API that came too soon")
            .register(metrics);
  }

  /// Counts a call.
  ///
  /// @param key prefix of the caller's key
  /// @throws Problem where it comes too soon
  void admit(String key, Route route) {
    RateLimits.Rate rate = limits.rates().get(RateLimits.Group.of(route));
    if (rate != null) {
      long wait = waitMillis(new Slot(key, route.method(), route.pattern()), rate);
      if (wait > 0) {
        refused.increment();
        throw Problem.tooMany((wait + 999) / 1000);
      }
    }
  }

  /// How many windows are remembered.
  synchronized int size() {
    return windows.size();
  }

  /// @return 0: the call is counted; more: it is refused, and the window ends then
  private synchronized long waitMillis(Slot slot, RateLimits.Rate rate) {
    long now = time.millis();
    long period = rate.period().toMillis();
    Window window = windows.get(slot);
    // A clock that was set back must not hold a key up.
    if (window == null || now - window.start >= period || now < window.start) {
      window = begin(slot, now);
    }
    if (window.calls >= rate.calls()) {
      return window.start + period - now;
    }
    window.calls++;
    return 0;
  }

  private Window begin(Slot slot, long now) {
    windows.remove(slot);
    if (windows.size() >= MAX_WINDOWS) {
      var oldest = windows.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    var window = new Window(now);
    windows.put(slot, window);
    return window;
  }
}
