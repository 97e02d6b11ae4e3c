package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.Telemetry.Size;
import dev.slipway.engine.port.Telemetry.Transition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What tests and operators rely on: what every telemetry counts of what the engine tells it.
public abstract class TelemetryContract {
  public abstract Telemetry telemetry();

  /// How often a promotion came into `state`.
  public abstract long transitions(String state);

  public abstract long wakes();

  public abstract long failures();

  /// Ready replicas of each deployment that is known, by its id.
  public abstract Map<String, Integer> ready();

  private void moved(String from, String to) {
    telemetry().transition(new Transition("promo001", "model001/production", from, to, 50, 1));
  }

  @Test
  public void eachTransitionCountsOnceUnderTheStateItLedTo() {
    moved("RELEASING", "RAMPING_UP");
    moved("RAMPING_UP", "RAMPING_UP");
    moved("RAMPING_UP", "CANCELED");
    assertThat(transitions("RAMPING_UP")).isEqualTo(2);
    assertThat(transitions("CANCELED")).isEqualTo(1);
    assertThat(transitions("RELEASING")).isZero();
  }

  @Test
  public void wakesAndFailuresCount() {
    assertThat(wakes() + failures()).isZero();
    telemetry().woken("deploy01");
    telemetry().failure("worker");
    telemetry().failure("worker");
    assertThat(wakes()).isEqualTo(1);
    assertThat(failures()).isEqualTo(2);
  }

  @Test
  public void whatIsToldOfReplicasReplacesWhatWasToldBefore() {
    telemetry()
        .replicas(List.of(new Size("m", "deploy01", 2, 1, 0), new Size("m", "deploy02", 1, 1, 0)));
    assertThat(ready()).isEqualTo(Map.of("deploy01", 1, "deploy02", 1));
    telemetry().replicas(List.of(new Size("m", "deploy01", 2, 2, 3)));
    assertThat(ready()).isEqualTo(Map.of("deploy01", 2));
  }
}
