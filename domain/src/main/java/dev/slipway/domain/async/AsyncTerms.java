package dev.slipway.domain.async;

import dev.slipway.domain.settings.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the caller of an asynchronous request asked for.
///
/// @param priority 0 to 2; lower goes first
/// @param maxTimeInQueue 10 s to 72 h
/// @param webhook where the result is posted; null: nowhere
public record AsyncTerms(
    int priority, Duration maxTimeInQueue, Retries retries, @Nullable String webhook) {
  public static final int DEFAULT_PRIORITY = 0;
  public static final Duration DEFAULT_MAX_TIME_IN_QUEUE = Duration.ofMinutes(10);

  private static final int LAST_PRIORITY = 2;
  private static final long MIN_SECONDS_IN_QUEUE = 10;
  private static final long MAX_SECONDS_IN_QUEUE = Duration.ofDays(3).toSeconds();

  /// @throws InvalidSetting where one is out of its range
  public AsyncTerms {
    Range.check("priority", priority, 0, LAST_PRIORITY);
    Range.check(
        "max_time_in_queue_seconds",
        maxTimeInQueue.toSeconds(),
        MIN_SECONDS_IN_QUEUE,
        MAX_SECONDS_IN_QUEUE);
  }

  /// How often a model is asked, and how long to wait in between: twice as long each time.
  ///
  /// @param maxAttempts 1 to 10, the first one included
  /// @param initialDelay 0 to 10 s
  /// @param maxDelay 0 to 60 s
  public record Retries(int maxAttempts, Duration initialDelay, Duration maxDelay) {
    public static final Retries DEFAULT =
        new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final int MAX_ATTEMPTS = 10;
    private static final long MAX_INITIAL_MILLIS = 10_000;
    private static final long MAX_MILLIS = 60_000;

    /// @throws InvalidSetting where one is out of its range
    public Retries {
      Range.check("inference_retry_config.max_attempts", maxAttempts, 1, MAX_ATTEMPTS);
      Range.check(
          "inference_retry_config.initial_delay_ms",
          initialDelay.toMillis(),
          0,
          MAX_INITIAL_MILLIS);
      Range.check("inference_retry_config.max_delay_ms", maxDelay.toMillis(), 0, MAX_MILLIS);
    }

    /// The wait after attempt number `attempts`, 1 or more.
    public Duration after(int attempts) {
      var delay = initialDelay.multipliedBy(1L << (attempts - 1));
      return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
    }
  }
}
