package dev.slipway.app;

import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.engine.port.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;

/// Telemetry of the engine as Prometheus metrics, and a log line for each move of a promotion or a
/// deployment.
final class MicrometerTelemetry implements Telemetry {
  private final MeterRegistry registry;
  private final Logger log;
  private final MultiGauge desired;
  private final MultiGauge ready;
  private final MultiGauge restarts;

  /// @param log gets the lines
  MicrometerTelemetry(MeterRegistry registry, Logger log) {
    this.registry = registry;
    this.log = log;
    this.desired =
        MultiGauge.builder("slipway.replicas.desired")
            .description("replicas that a deployment is to have")
            .register(registry);
    this.ready =
        MultiGauge.builder("slipway.replicas.ready")
            .description("replicas of a deployment that answer")
            .register(registry);
    this.restarts =
        MultiGauge.builder("slipway.replica.restarts")
            .description(
                "processes of a deployment's present replicas that ended and were followed by another")
            .register(registry);
  }

  @Override
  public void transition(Transition made) {
    Counter.builder("slipway.promotions")
        .description("promotions that came into a state")
        .tag("state", made.to())
        .register(registry)
        .increment();
    log.atInfo()
        .addKeyValue("promotionId", made.promotionId())
        .addKeyValue("environment", made.environment())
        .addKeyValue("from", made.from())
        .addKeyValue("to", made.to())
        .addKeyValue("candidatePercent", made.candidatePercent())
        .addKeyValue("generation", made.generation())
        .log("promotion changed state");
  }

  @Override
  public void phase(String deploymentId, DeploymentPhase from, DeploymentPhase to) {
    log.atInfo()
        .addKeyValue("deploymentId", deploymentId)
        .addKeyValue("from", from.getClass().getSimpleName())
        .addKeyValue("to", to.getClass().getSimpleName())
        .log("deployment changed phase");
  }

  @Override
  public void fence(Duration took, boolean confirmed) {
    Timer.builder("slipway.fence")
        .description("from the write of a routing to its confirmation by every gateway")
        .tag("confirmed", String.valueOf(confirmed))
        .publishPercentiles(0.5, 0.99)
        .register(registry)
        .record(took);
  }

  @Override
  public void woken(String deploymentId) {
    Counter.builder("slipway.wakes")
        .description("deployments that were woken from zero replicas")
        .register(registry)
        .increment();
  }

  @Override
  public void replicas(List<Size> all) {
    desired.register(rows(all, Size::desired), true);
    ready.register(rows(all, Size::ready), true);
    restarts.register(rows(all, Size::restarts), true);
  }

  private static List<MultiGauge.Row<?>> rows(List<Size> all, ToIntFunction<Size> count) {
    return all.stream().<MultiGauge.Row<?>>map(s -> row(s, count.applyAsInt(s))).toList();
  }

  private static MultiGauge.Row<?> row(Size size, int count) {
    return MultiGauge.Row.of(
        Tags.of("model", size.modelId(), "deployment", size.deploymentId()), count);
  }

  @Override
  public void failure(String where) {
    Counter.builder("slipway.engine.failures")
        .description("turns of the engine's loop in which something failed")
        .register(registry)
        .increment();
  }
}
