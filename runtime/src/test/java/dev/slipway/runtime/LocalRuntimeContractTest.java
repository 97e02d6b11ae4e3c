package dev.slipway.runtime;

import dev.slipway.domain.LaunchSpec;
import dev.slipway.engine.Runtime;
import dev.slipway.testkit.RuntimeContract;
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
  protected Runtime runtime() {
    return runtime;
  }

  @Override
  protected LaunchSpec launch() {
    return Fixture.launch(Fixture.model(), Fixture.freePort());
  }

  @Override
  protected void makeBuilt(String artifact) {}

  @Override
  protected void makeReady(String replica) {}
}
