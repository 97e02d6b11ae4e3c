package dev.slipway.app.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.testkit.contract.ReplicaContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstantRuntimeTest extends ReplicaContract {
  private final InstantRuntime runtime = new InstantRuntime(InstantSource.system());

  @Override
  public Runtime runtime() {
    return runtime;
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
  public void makeBuilt(String artifact) {}

  @Override
  public void makeReady(String replica) {}

  @Test
  void aReplicaIsReadyAtOnce() {
    runtime.start(spec("r1", "d1", "a1"));
    assertThat(runtime.replicas()).singleElement().matches(r -> r.ready());
  }
}
