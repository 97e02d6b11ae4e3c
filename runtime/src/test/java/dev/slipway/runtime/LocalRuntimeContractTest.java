package dev.slipway.runtime;

import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.testkit.contract.RuntimeContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalRuntimeContractTest extends RuntimeContract {
  @TempDir Path data = Path.of("");
  private LocalRuntime runtime = unopened();

  @SuppressWarnings("NullAway") // set before each test
  private static LocalRuntime unopened() {
    return null;
  }

  @BeforeEach
  void open() {
    runtime = new LocalRuntime(data, InstantSource.system(), Fixture.FAST, System.getenv());
  }

  @AfterEach
  void close() {
    runtime.close();
    LocalRuntime.endAll(data, Duration.ZERO);
  }

  @Override
  public Runtime runtime() {
    return runtime;
  }

  @Override
  public LaunchSpec launch() {
    return Fixture.launch(Fixture.model(), Fixture.freePort());
  }

  @Override
  public void makeBuilt(String artifact) {}

  @Override
  public void makeReady(String replica) {}
}
