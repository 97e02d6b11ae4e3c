package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.AsyncTelemetry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What tests and operators rely on: what every telemetry counts of asynchronous requests.
public abstract class AsyncTelemetryContract {
  public abstract AsyncTelemetry telemetry();

  /// How many requests were sent for the first time.
  public abstract long sent();

  /// How many requests came to their end as `status`.
  public abstract long ended(String status);

  /// How many deliveries came to their end as `status`.
  public abstract long delivered(String status);

  public abstract long failures();

  @Test
  public void everyThingThatIsToldCountsOnceAndApart() {
    telemetry().sent(Duration.ofMillis(5));
    telemetry().ended("SUCCEEDED");
    telemetry().ended("SUCCEEDED");
    telemetry().ended("FAILED");
    telemetry().delivered("SUCCEEDED");
    telemetry().failure("request1");
    assertThat(sent()).isEqualTo(1);
    assertThat(ended("SUCCEEDED")).isEqualTo(2);
    assertThat(ended("FAILED")).isEqualTo(1);
    assertThat(delivered("SUCCEEDED")).isEqualTo(1);
    assertThat(delivered("FAILED")).isZero();
    assertThat(failures()).isEqualTo(1);
  }
}
