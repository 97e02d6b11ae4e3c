package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.history.AuditLog;
import dev.slipway.engine.history.MetricSummary;
import dev.slipway.engine.history.Metrics;
import dev.slipway.engine.history.Metrics.Subject;
import dev.slipway.engine.history.Upkeep;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Samples and audit events over time, restarts and failures.
class MetricsHistoryTest {
  private static final Duration STEP = Metrics.RESOLUTION;
  private final EngineFixture engineFixture = new EngineFixture();
  private String model;
  private String deployment;

  @BeforeEach
  void aModel() {
    var created = engineFixture.model("digits");
    engineFixture.pass(Duration.ofSeconds(1));
    model = created.model().model().id();
    deployment = created.deployment().deployment().id();
  }

  private void counted(long ok) {
    var latency = new LatencyDistribution(new TreeMap<>(Map.of(1_000L, ok)), ok * 900);
    var way =
        new TrafficCounters(
            new TrafficCounters.Way(model, "production", deployment),
            new StatusCounts(ok, 0, 0, 0),
            2,
            0,
            latency,
            latency);
    engineFixture.routes.count(new Counts(List.of(way), Map.of()));
  }

  private void sample() {
    engineFixture.time.advance(STEP);
    engineFixture.engine.upkeep().turn(Upkeep.Limits.DEFAULT);
  }

  private List<MetricSummary> last(int steps) {
    Instant now = engineFixture.time.instant();
    return engineFixture
        .engine
        .metrics()
        .series(
            new Subject.OfEnvironment(model, "production"),
            now.minus(STEP.multipliedBy(steps)),
            now,
            STEP);
  }

  private static List<Long> requests(List<MetricSummary> series) {
    return series.stream().map(m -> m.isKnown() ? m.ended().ok() : -1L).toList();
  }

  @Test
  void aRestartKeepsWhatWasMeasuredAndCountsOnFromNothing() {
    counted(10);
    sample();
    engineFixture.restart();
    sample();
    counted(4);
    sample();
    assertThat(requests(last(3))).containsExactly(10L, 0L, 4L);
    assertThat(last(1).getFirst().total().count()).isEqualTo(4);
    assertThat(last(1).getFirst().concurrent()).isEqualTo(2);
    assertThat(last(1).getFirst().total().averageSeconds()).isEqualTo(0.0009);
  }

  @Test
  void whatCannotBeDoneIsCountedAndEndsNothing() {
    engineFixture.store.close();
    sample();
    assertThat(engineFixture.telemetry.failures()).contains("metrics", "audit");
  }

  private int samples() {
    var all = new ArrayList<MetricSample>();
    var _ =
        engineFixture.store.<Boolean>read(tx -> {
          tx.metrics().read(model, Instant.EPOCH, engineFixture.time.instant(), all::add);
          return true;
        });
    return all.size();
  }

  @Test
  void samplesGoAfterSevenDays() {
    sample();
    sample();
    assertThat(samples()).isEqualTo(2);
    engineFixture.time.advance(Metrics.MAX_AGE);
    sample();
    assertThat(samples()).isEqualTo(1);
  }

  @Test
  void aModelThatRestsTakesNoSamples() {
    ok(engineFixture.engine.deployments().deactivate(model, deployment, EngineFixture.ALICE));
    engineFixture.pass(Duration.ofSeconds(30));
    sample();
    assertThat(samples()).isZero();
    assertThat(requests(last(1))).containsExactly(-1L);
  }

  @Test
  void theThreadTakesALastSampleWhenItIsClosed() throws Exception {
    engineFixture.engine.upkeep().start(Upkeep.Limits.DEFAULT).close();
    assertThat(samples()).isEqualTo(1);
  }

  @Test
  void auditEventsGoByTheirAgeAndTheirNumber() {
    for (int i = 0; i < 10; i++) {
      engineFixture.time.advance(Duration.ofDays(1));
      ok(engineFixture.engine.secrets().put("team", "s" + i, "v", EngineFixture.ALICE));
    }
    engineFixture.engine.upkeep().turn(new Upkeep.Limits(100, Duration.ofDays(5)));
    assertThat(secretsInTheLog()).containsExactly("s9", "s8", "s7", "s6", "s5", "s4");
    engineFixture.time.advance(Duration.ofHours(1));
    engineFixture.engine.upkeep().turn(new Upkeep.Limits(3, Duration.ofDays(5)));
    assertThat(secretsInTheLog()).containsExactly("s9", "s8", "s7");
  }

  private List<String> secretsInTheLog() {
    var wanted =
        new AuditLog.Wanted(
            null,
            Instant.EPOCH,
            engineFixture.time.instant(),
            e -> e.event() instanceof AuditEvent.SecretUpdated);
    var page = engineFixture.engine.auditLog().page(wanted, AuditLog.Position.start(true), 100);
    return page.events().stream().map(MetricsHistoryTest::secret).toList();
  }

  private static String secret(Audit.Entry entry) {
    return entry.event() instanceof AuditEvent.SecretUpdated s && s.secretName() != null
        ? s.secretName()
        : "";
  }
}
