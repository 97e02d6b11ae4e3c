package dev.slipway.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.ReplicaTraffic;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.runtime.settings.RuntimeSettings.ArchiveLimits;
import dev.slipway.runtime.settings.RuntimeSettings.BuildLimits;
import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import dev.slipway.runtime.settings.RuntimeSettings.Probe;
import dev.slipway.runtime.settings.RuntimeSettings.Probes;
import dev.slipway.runtime.settings.RuntimeSettings.Silence;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes with one thread, which answer no probe while they answer a request.
class BusyReplicaTest {
  private static final RuntimeSettings IMPATIENT =
      new RuntimeSettings(
          new Probes(
              Duration.ofMillis(20),
              Duration.ofMillis(100),
              new Probe(Duration.ofMillis(50), Duration.ofMillis(200), 2),
              new Probe(Duration.ofMillis(50), Duration.ofMillis(200), 3),
              new Silence(
                  Duration.ofSeconds(2),
                  Duration.ofMillis(100),
                  Duration.ofMillis(300),
                  Duration.ofMillis(20)),
              Duration.ofSeconds(10)),
          Fixture.FAST.restarts(),
          LogLimits.DEFAULT,
          ArchiveLimits.DEFAULT,
          BuildLimits.DEFAULT,
          RuntimeSettings.LOOPBACK);

  @TempDir Path data = Path.of("");
  private @Nullable Fixture opened;
  private volatile int inFlight;
  private final AtomicLong answered = new AtomicLong();

  private final ReplicaTraffic traffic =
      new ReplicaTraffic() {
        @Override
        public int inFlight(String replicaId) {
          return inFlight;
        }

        @Override
        public long answered(String replicaId) {
          return answered.get();
        }
      };

  @BeforeEach
  void open() throws IOException {
    opened = new Fixture(data, IMPATIENT);
    f().runtime.judgeBy(traffic);
  }

  @AfterEach
  void close() {
    f().close();
  }

  private Fixture f() {
    if (opened == null) {
      throw new AssertionError("not opened");
    }
    return opened;
  }

  private ReplicaSpec spec(HealthChecks checks) {
    var spec = f().spec("r1", Fixture.model());
    var launch = spec.launch();
    var paths = new LaunchSpec.Paths("/predict", "/ready", "/live", checks);
    return new ReplicaSpec(
        spec.id(),
        spec.deploymentId(),
        spec.modelId(),
        spec.artifact(),
        new LaunchSpec(
            launch.serving(),
            paths,
            launch.environment(),
            launch.secrets(),
            launch.limits(),
            launch.releaseTimeout()),
        spec.secrets(),
        spec.environmentName());
  }

  /// Starts it, and gives it a request that it answers once there is a file `done`.
  private long busy(HealthChecks checks) {
    f().runtime.start(spec(checks));
    Await.until("it is ready", () -> f().get("r1").ready());
    inFlight = 1;
    hold();
    return f().pid("r1");
  }

  private void hold() {
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                f().get("r1", "/hold?done");
              } catch (IOException e) {
                // Its process was ended.
              }
            });
  }

  private void finish() {
    try {
      Files.createFile(f().artifact.resolve("done"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReplicaUnderALongRequestIsBusyThenSilentAndNeverEnded() {
    var pid = busy(new HealthChecks(null, null, 1, null));
    f().awaitState("r1", State.BUSY);
    f().awaitState("r1", State.SILENT);
    assertThat(f().get("r1")).matches(r -> r.ready());
    f().awaitMessage("is silent");
    finish();
    f().awaitState("r1", State.READY);
    assertThat(f().pid("r1")).isEqualTo(pid);
    assertThat(f().messages())
        .anyMatch(m -> m.contains("is busy") && m.contains("GET /ready on port"))
        .anyMatch(m -> m.contains("no answer in") && m.contains("1 request in flight"))
        .anyMatch(m -> m.contains("answers its probes again"))
        .noneMatch(m -> m.contains("was ended"));
  }

  @Test
  void aReplicaThatHangsIsReplacedAfterItsThresholdOnceItHasNoRequest() {
    var pid = busy(new HealthChecks(null, 1, 2, null));
    f().awaitState("r1", State.UNHEALTHY);
    assertThat(f().pid("r1")).isEqualTo(pid);
    f().awaitMessage("is unhealthy");
    inFlight = 0;
    Await.until("another process", () -> f().pid("r1") != pid && f().pid("r1") != 0);
    f().awaitState("r1", State.READY);
    assertThat(f().messages())
        .anyMatch(m ->
            m.contains("neither its probes nor a request for 2 s (restart_threshold_seconds)"));
  }

  @Test
  void aReplicaThatHangsByItselfLeavesTheTrafficFirst() {
    var pid = busy(new HealthChecks(null, null, 1, null));
    inFlight = 0;
    Await.until("another process", () -> f().pid("r1") != pid && f().pid("r1") != 0);
    var messages = f().messages();
    var unhealthy = messages.stream().filter(m -> m.contains("is unhealthy")).findFirst();
    var ended = messages.stream().filter(m -> m.contains("had none in flight")).findFirst();
    assertThat(unhealthy).isPresent();
    assertThat(ended).isPresent();
    assertThat(messages.indexOf(unhealthy.get())).isLessThan(messages.indexOf(ended.get()));
  }

  @Test
  void whileAnswersCompleteNoThresholdIsReached() {
    var pid = busy(new HealthChecks(null, 1, 1, null));
    inFlight = 0;
    var until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    Await.until(
        "four seconds of answers",
        () -> {
          answered.incrementAndGet();
          assertThat(f().get("r1")).matches(r -> r.responding());
          return System.nanoTime() - until > 0;
        });
    assertThat(f().pid("r1")).isEqualTo(pid);
    finish();
    f().awaitState("r1", State.READY);
  }

  @Test
  void anAdoptedReplicaThatIsUnderARequestIsBusy() {
    var pid = busy(HealthChecks.NONE);
    f().awaitState("r1", State.BUSY);
    f().reopen();
    f().runtime.judgeBy(traffic);
    assertThat(f().get("r1")).matches(r -> r.ready());
    assertThat(f().messages()).anyMatch(m -> m.contains("it is busy, no answer in"));
    finish();
    f().awaitState("r1", State.READY);
    assertThat(f().pid("r1")).isEqualTo(pid);
  }

  @Test
  void aStartThatTakesTooLongIsAFailedStartThatSaysSo() {
    var spec = spec(new HealthChecks(1, null, null, null));
    var command = new LaunchSpec.Serving.OwnServer("exec tail -f /dev/null", Fixture.freePort());
    var l = spec.launch();
    var launch =
        new LaunchSpec(
            command, l.paths(), l.environment(), l.secrets(), l.limits(), l.releaseTimeout());
    f().runtime.start(new ReplicaSpec("r1", "d1", "m1", "a1", launch, spec.secrets(), "prod"));
    Await.until("a failed start", () -> f().get("r1").failedStarts() > 0);
    assertThat(f().get("r1").lastFailure())
        .contains("not ready in 1 s (startup_threshold_seconds)", "GET /ready", "refused");
  }
}
