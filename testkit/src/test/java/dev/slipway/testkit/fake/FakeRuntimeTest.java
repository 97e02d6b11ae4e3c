package dev.slipway.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.testkit.contract.RuntimeContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FakeRuntimeTest extends RuntimeContract {
  private final FakeRuntime fake = new FakeRuntime(() -> Instant.parse("2026-01-02T03:04:05Z"));

  @Override
  public Runtime runtime() {
    return fake;
  }

  @Override
  public LaunchSpec launch() {
    return new LaunchSpec(
        new LaunchSpec.Serving.OwnServer("true", 8080),
        new LaunchSpec.Paths("/predict", "/ready", "/live"),
        Map.of(),
        List.of(),
        new LaunchSpec.Limits(1, 1000, 512),
        Duration.ofMinutes(10));
  }

  @Override
  public void makeBuilt(String artifact) {
    fake.built(artifact);
  }

  @Override
  public void makeReady(String replica) {
    fake.ready(replica);
  }

  @Test
  void aDyingReplicaCountsItsFailedStartsUntilItIsReady() {
    fake.start(spec("r1", "d1", "a1"));
    fake.dies("r1", "boom");
    fake.dies("r1", "boom again");
    assertThat(fake.replicas().getFirst().failedStarts()).isEqualTo(2);
    assertThat(fake.replicas().getFirst().lastFailure()).isEqualTo("boom again");
    fake.ready("r1");
    assertThat(fake.replicas().getFirst().failedStarts()).isZero();
  }

  @Test
  void aBrokenBuildSaysWhy() {
    fake.prepare(deployment("d1", "a1"));
    fake.broken("a1", "no config");
    assertThat(fake.build("a1")).isEqualTo(new Build.Broken("no config"));
  }

  @Test
  void aSlowStopIsOverWhenTheTestSaysSo() {
    fake.slowStops();
    fake.start(spec("r1", "d1", "a1"));
    fake.stop("r1", Duration.ofSeconds(1));
    assertThat(fake.replicas().getFirst().state()).isEqualTo(State.STOPPING);
    fake.gone("r1");
    assertThat(fake.replicas()).isEmpty();
    assertThat(fake.stopped()).containsExactly("r1");
  }

  @Test
  void replicasOutliveWhatListened() {
    var told = new AtomicInteger();
    fake.allAtOnce().onChange(told::incrementAndGet);
    fake.start(spec("r1", "d1", "a1"));
    fake.close();
    fake.unhealthy("r1");
    assertThat(told).hasValue(1);
    assertThat(fake.replicas()).hasSize(1);
    assertThat(fake.started()).hasSize(1);
    assertThat(fake.forgotten()).isEmpty();
  }

  @Test
  void anUnknownReplicaCannotDie() {
    assertThatThrownBy(() -> fake.dies("nobody", "x")).isInstanceOf(IllegalStateException.class);
  }
}
